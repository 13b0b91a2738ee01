namespace StrategyEngine.Data.Sessions.Passwords;

/// <summary>What comparing a password with a stored hash came to.</summary>
internal enum PasswordVerification
{
    /// <summary>Not the password, or the stored hash cannot be read.</summary>
    Wrong,

    /// <summary>The password.</summary>
    Right,

    /// <summary>The password; the hash was made with another algorithm or lower costs than now asked for.</summary>
    RightNeedsRehash,

    /// <summary>Not compared: too many hashes wait already.</summary>
    Throttled,
}
