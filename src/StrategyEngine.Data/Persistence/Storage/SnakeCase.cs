using System.Text;

namespace StrategyEngine.Data.Persistence;

/// <summary>
/// Turns names such as <c>OpenTime</c> into <c>open_time</c>, as columns, claims, metrics and the journal spell them. Thread-safe.
/// </summary>
internal static class SnakeCase
{
    /// <summary>The text of a member of an enum.</summary>
    /// <exception cref="KeyNotFoundException">The value is no member.</exception>
    public static string Write<TEnum>(TEnum value)
        where TEnum : struct, Enum => Members<TEnum>.Texts[value];

    /// <summary>The member of an enum that a text spells.</summary>
    /// <exception cref="KeyNotFoundException">The text spells no member.</exception>
    public static TEnum Read<TEnum>(string text)
        where TEnum : struct, Enum => Members<TEnum>.Values[text];

    /// <summary>The member of an enum that a text spells; null if it spells none, as a newer version may have written it.</summary>
    public static TEnum? Find<TEnum>(string? text)
        where TEnum : struct, Enum => text is not null && Members<TEnum>.Values.TryGetValue(text, out var value) ? value : null;

    public static string From(string name)
    {
        var result = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            if (char.IsUpper(name[i])
                && i > 0
                && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1]))))
            {
                result.Append('_');
            }

            result.Append(char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }

    private static class Members<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> Texts = Enum.GetValues<TEnum>()
            .ToDictionary(value => value, value => From(value.ToString()));
        public static readonly Dictionary<string, TEnum> Values = Texts.ToDictionary(
            pair => pair.Value, pair => pair.Key, StringComparer.Ordinal);
    }
}
