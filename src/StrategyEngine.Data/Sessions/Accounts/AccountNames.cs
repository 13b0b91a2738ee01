namespace StrategyEngine.Data.Sessions;

/// <summary>The forms of usernames and e-mail addresses.</summary>
internal static class AccountNames
{
    private const string ErasedPrefix = "erased-", ErasedDomain = "@invalid";
    private const int MaxUsername = 100, MaxEmail = 254;

    /// <summary>The name of an account that was erased: nobody can register it.</summary>
    public static string Erased(Guid userId) => $"{ErasedPrefix}{userId:N}";

    /// <summary>The address of an account that was erased.</summary>
    public static string ErasedEmail(Guid userId) => Erased(userId) + ErasedDomain;

    // Without @, so that what a user logs in with is either a name or an address.
    public static bool IsUsername(string text) =>
        text.Length is >= 1 and <= MaxUsername && IsClean(text) && !text.Contains('@', StringComparison.Ordinal)
        && Normalize(text) is { Length: <= MaxUsername } normalized && !normalized.StartsWith(ErasedPrefix, StringComparison.Ordinal);

    /// <summary>
    /// One @ with something on both sides, within the length of RFC 5321 §4.5.3.1: whether it is delivered to, only a message tells.
    /// </summary>
    public static bool IsEmail(string text) => text.Length is >= 3 and <= MaxEmail && IsClean(text) && !text.Any(char.IsWhiteSpace)
        && text.IndexOf('@', StringComparison.Ordinal) is > 0 and var at && at == text.LastIndexOf('@') && at < text.Length - 1
        && !text.EndsWith(ErasedDomain, StringComparison.OrdinalIgnoreCase);

    /// <summary>The form in which names are compared and counted; null for what cannot be a name or an address.</summary>
    public static string? Normalize(string text) =>
        text.Length is >= 1 and <= MaxEmail && IsClean(text) ? text.Normalize().ToLowerInvariant() : null;

    private static bool IsClean(string text)
    {
        if (char.IsWhiteSpace(text[0]) || char.IsWhiteSpace(text[^1]))
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]) || (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i++)))
                return false;
        }

        return true;
    }
}
