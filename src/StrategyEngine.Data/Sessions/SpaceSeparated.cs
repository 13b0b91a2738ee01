namespace StrategyEngine.Data.Sessions;

/// <summary>Lists as claims and columns keep them: tokens of RFC 6749 §3.3, separated by one space.</summary>
internal static class SpaceSeparated
{
    public static string Join(IReadOnlyList<string> tokens, int maxLength, string name)
    {
        ArgumentNullException.ThrowIfNull(tokens, name);
        if (!tokens.All(IsToken))
        {
            throw new ArgumentException(
                "Each entry has one or more characters of printable ASCII, without space, quotation mark and backslash.", name);
        }

        var text = string.Join(' ', tokens);
        return text.Length <= maxLength
            ? text
            : throw new ArgumentException($"Joined by spaces, the entries have at most {maxLength} characters.", name);
    }

    /// <summary>Joined; null where an entry is no token, or all are too long together.</summary>
    public static string? TryJoin(IReadOnlyList<string>? tokens, int maxLength) =>
        tokens is not null && tokens.All(IsToken) && string.Join(' ', tokens) is var text && text.Length <= maxLength ? text : null;

    public static IReadOnlyList<string> Split(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static bool IsToken(string? token) => token is { Length: > 0 } && token.All(c => c is > ' ' and <= '~' and not ('"' or '\\'));
}
