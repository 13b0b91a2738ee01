using System.Globalization;
using System.Text;

namespace StrategyEngine.Data.Encryption.Values;

/// <summary>
/// Reads scalar values as an unencrypted column held them: as text, in the forms that databases and Entity Framework write.
/// </summary>
internal static class PlaintextValue
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

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
            return Member(type, text);
        if (type == typeof(double) && Infinity(text) is { } infinity)
            return infinity;
        if (type == typeof(float) && Infinity(text) is { } narrow)
            return (float)narrow;

        // SQLite knows no number above 2^63, and Entity Framework stores those as negative ones.
        if (type == typeof(ulong) && text.StartsWith('-'))
            return unchecked((ulong)long.Parse(text, Culture));
        if (type == typeof(bool))
            return text is "1" or "t" || (text is not ("0" or "f") && bool.Parse(text));
        if (type == typeof(Guid))
            return Guid.Parse(text);
        if (type == typeof(DateTime))
            return DateTime.Parse(text, Culture, DateTimeStyles.RoundtripKind);
        if (type == typeof(DateTimeOffset))
            return Instant(text);
        if (type == typeof(DateOnly))
            return DateOnly.Parse(text, Culture);
        if (type == typeof(TimeOnly))
            return TimeOnly.Parse(text, Culture);
        return type == typeof(TimeSpan) ? TimeSpan.Parse(text, Culture) : Convert.ChangeType(text, type, Culture);
    }

    /// <summary>A member of an enum by its number or name; by its name without underscores only if no other has the same.</summary>
    private static object Member(Type type, string text)
    {
        if (Enum.TryParse(type, text, ignoreCase: false, out var exact) || Enum.TryParse(type, text, ignoreCase: true, out exact))
            return exact;
        if (Type.GetTypeCode(type) == TypeCode.UInt64 && long.TryParse(text, NumberStyles.AllowLeadingSign, Culture, out var negative))
            return Enum.ToObject(type, unchecked((ulong)negative));
        var alike = Enum.GetNames(type)
            .Where(name => string.Equals(Bare(name), Bare(text), StringComparison.OrdinalIgnoreCase))
            .Select(name => Enum.Parse(type, name))
            .Distinct()
            .ToList();
        return alike is [var only] ? only : throw new FormatException();
    }

    private static string Bare(string name) => name.Replace("_", "", StringComparison.Ordinal);

    private static double? Infinity(string text) => text.ToUpperInvariant() switch
    {
        "INF" or "+INF" or "INFINITY" or "+INFINITY" => double.PositiveInfinity,
        "-INF" or "-INFINITY" => double.NegativeInfinity,
        _ => null,
    };

    // A whole number is a Unix time in milliseconds, the form of this library on SQLite.
    private static DateTimeOffset Instant(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, Culture, out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : DateTimeOffset.Parse(text, Culture, DateTimeStyles.AssumeUniversal);
}
