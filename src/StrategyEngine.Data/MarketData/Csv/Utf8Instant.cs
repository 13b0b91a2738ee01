namespace StrategyEngine.Data.MarketData;

/// <summary>Reads instants of the form <c>2018-05-01T00:00:00Z</c> or <c>2018-05-01T00:00:00.123Z</c> (ISO 8601, UTC) from UTF-8.</summary>
internal static class Utf8Instant
{
    private const int LengthWithoutFraction = 20;
    private const int LengthWithMilliseconds = 24;

    public static bool TryParse(ReadOnlySpan<byte> text, out long unixMilliseconds)
    {
        unixMilliseconds = 0;
        if (text.Length is not (LengthWithoutFraction or LengthWithMilliseconds) || text[^1] != 'Z' ||
            text[4] != '-' || text[7] != '-' || text[10] != 'T' || text[13] != ':' || text[16] != ':')
        {
            return false;
        }

        if (!TryParseDigits(text[..4], out var year)
            || !TryParseDigits(text[5..7], out var month)
            || !TryParseDigits(text[8..10], out var day)
            ||
            !TryParseDigits(text[11..13], out var hour)
            || !TryParseDigits(text[14..16], out var minute)
            || !TryParseDigits(text[17..19], out var second))
        {
            return false;
        }

        var millisecond = 0;
        if (text.Length == LengthWithMilliseconds && (text[19] != '.' || !TryParseDigits(text[20..23], out millisecond)))
            return false;

        if (year < 1
            || month is < 1 or > 12
            || day < 1
            || day > DateTime.DaysInMonth(year, month)
            || hour > 23
            || minute > 59
            || second > 59)
        {
            return false;
        }

        unixMilliseconds = new DateTimeOffset(year, month, day, hour, minute, second, millisecond, TimeSpan.Zero).ToUnixTimeMilliseconds();
        return true;
    }

    /// <summary>
    /// Reads a whole number since 1970: seconds up to 10 digits, milliseconds up to 13, and microseconds of whole milliseconds beyond.
    /// </summary>
    public static bool TryParseUnix(ReadOnlySpan<byte> text, out long unixMilliseconds)
    {
        const int SecondDigits = 10, MillisecondDigits = 13, MicrosecondDigits = 16;
        unixMilliseconds = 0;
        if (text.IsEmpty || text.Length > MicrosecondDigits)
            return false;
        var value = 0L;
        foreach (var character in text)
        {
            if (character is < (byte)'0' or > (byte)'9')
                return false;
            value = (value * 10) + (character - '0');
        }

        unixMilliseconds = text.Length <= SecondDigits ? value * 1_000 : text.Length <= MillisecondDigits ? value : value / 1_000;
        return text.Length <= MillisecondDigits || value % 1_000 == 0;
    }

    private static bool TryParseDigits(ReadOnlySpan<byte> digits, out int value)
    {
        value = 0;
        foreach (var character in digits)
        {
            var digit = character - '0';
            if (digit is < 0 or > 9)
                return false;

            value = (value * 10) + digit;
        }

        return true;
    }
}
