using System.Globalization;
using System.Text;

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>Reads scalar values as an unencrypted column held them: as text, in the forms that databases and Entity Framework write.</summary>
internal static class PlaintextValue
{
    private static readonly CultureInfo s_culture = CultureInfo.InvariantCulture;

    public static bool TryParse(ReadOnlySpan<byte> stored, Type type, out object value)
    {
        try
        {
            value = Parse(Encoding.UTF8.GetString(stored), type);
            return true;
        }
        catch (Exception unreadable) when (unreadable is FormatException or OverflowException or ArgumentException or InvalidCastException)
        {
            value = type;
            return false;
        }
    }

    private static object Parse(string text, Type type)
    {
        if (type.IsEnum)
            return Enum.Parse(type, text.Replace("_", "", StringComparison.Ordinal), ignoreCase: true);
        if (type == typeof(bool))
            return text is "1" or "t" || (text is not ("0" or "f") && bool.Parse(text));
        if (type == typeof(Guid))
            return Guid.Parse(text);
        if (type == typeof(DateTime))
            return DateTime.Parse(text, s_culture, DateTimeStyles.RoundtripKind);
        if (type == typeof(DateTimeOffset))
            return Instant(text);
        if (type == typeof(DateOnly))
            return DateOnly.Parse(text, s_culture);
        if (type == typeof(TimeOnly))
            return TimeOnly.Parse(text, s_culture);
        return type == typeof(TimeSpan) ? TimeSpan.Parse(text, s_culture) : Convert.ChangeType(text, type, s_culture);
    }

    // A whole number is a Unix time in milliseconds, the form of this library on SQLite.
    private static DateTimeOffset Instant(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, s_culture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.Parse(text, s_culture, DateTimeStyles.AssumeUniversal);
}
