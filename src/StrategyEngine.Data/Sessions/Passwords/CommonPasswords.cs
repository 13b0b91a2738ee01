using System.Collections.Frozen;

namespace StrategyEngine.Data.Sessions.Passwords;

/// <summary>
/// The 12,000 most common passwords of 6 and more characters, in lower case; origin and licence stand in <c>common-passwords.txt</c>.
/// </summary>
/// <remarks>Thread-safe. Read once, at the first new password.</remarks>
internal static class CommonPasswords
{
    public const int MinLength = 6;

    private static readonly Lazy<FrozenSet<string>> Entries = new(Read);
    private static readonly Lazy<int> Longest = new(() => Entries.Value.Max(entry => entry.Length));

    /// <summary>How many there are.</summary>
    public static int Count => Entries.Value.Count;

    /// <summary>The length of the longest common password that begins at a place in a text in lower case; 0 if none does.</summary>
    public static int LengthAt(string text, int start)
    {
        var lookup = Entries.Value.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var length = Math.Min(Longest.Value, text.Length - start); length >= MinLength; length--)
        {
            if (lookup.Contains(text.AsSpan(start, length)))
                return length;
        }

        return 0;
    }

    private static FrozenSet<string> Read()
    {
        using var stream = typeof(CommonPasswords).Assembly.GetManifestResourceStream(
            "StrategyEngine.Data.Sessions.Passwords.common-passwords.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n')
            .Where(line => line.Length > 0 && !line.StartsWith("# ", StringComparison.Ordinal) && line != "#")
            .ToFrozenSet(StringComparer.Ordinal);
    }
}
