using System.Text.RegularExpressions;

namespace StrategyEngine.Data.Sessions.Passwords;

/// <summary>
/// A bcrypt hash brought from another system (<c>$2a$</c>, <c>$2b$</c>, <c>$2y$</c>; cost 4 to 14): verified, never made.
/// </summary>
/// <remarks>
/// bcrypt reads at most 72 bytes of a password, and so does this: a longer one that was accepted before is accepted still.
/// </remarks>
internal static partial class BcryptHash
{
    public static bool IsBcrypt(string text) => Format().IsMatch(text);

    /// <summary>Whether the password has this hash. Refuses a password holding NUL, at which other implementations stop.</summary>
    public static bool Verify(string password, string hash)
    {
        // What is refused costs as much as what is compared, so that the time tells nothing.
        var isComparable = password.Length > 0 && !password.Contains('\0', StringComparison.Ordinal);
        return BCrypt.Net.BCrypt.Verify(isComparable ? password : "-", hash) && isComparable;
    }

    [GeneratedRegex(@"\A\$2[aby]\$(0[4-9]|1[0-4])\$[./A-Za-z0-9]{53}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Format();
}
