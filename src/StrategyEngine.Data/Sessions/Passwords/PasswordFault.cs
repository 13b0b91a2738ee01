namespace StrategyEngine.Data.Sessions;

/// <summary>Why a password was not accepted (NIST SP 800-63B-4 §3.1.1.2). There are no rules about kinds of characters.</summary>
public enum PasswordFault
{
    /// <summary>Fewer characters than <see cref="AccountOptions.MinPasswordLength"/>.</summary>
    TooShort,

    /// <summary>More than 1024 bytes of UTF-8.</summary>
    TooLong,

    /// <summary>Not valid Unicode.</summary>
    NotUnicode,

    /// <summary>Little but common passwords, runs such as <c>12345</c>, or repetitions.</summary>
    TooCommon,

    /// <summary>Little but the user's or the application's own name.</summary>
    ContainsContext,

    /// <summary>Known to attackers, by <see cref="AccountOptions.IsPasswordBreached"/>.</summary>
    Breached,
}
