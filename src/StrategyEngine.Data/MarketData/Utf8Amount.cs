namespace StrategyEngine.Data.MarketData;

/// <summary>Reads decimal numbers from UTF-8 exactly: digits with an optional sign and point, nothing else.</summary>
/// <remarks>Unlike <c>decimal.Parse</c> it never rounds: a number with more digits than a decimal holds is refused.</remarks>
internal static class Utf8Amount
{
    private const int MaxScale = 28;
    private static readonly UInt128 MaxMantissa = (UInt128.One << 96) - 1;

    public static bool TryParse(ReadOnlySpan<byte> text, out decimal value)
    {
        value = 0;
        var negative = text.Length > 0 && text[0] == '-';
        var digits = negative ? text[1..] : text;
        var point = digits.IndexOf((byte)'.');
        if (point >= 0)
        {
            // Zeros at the end of the fraction do not count as precision.
            digits = digits.TrimEnd((byte)'0');
        }

        var scale = point < 0 ? 0 : digits.Length - point - 1;
        if (digits.IsEmpty || point == 0 || scale > MaxScale || (point > 0 && text[^1] == '.'))
            return false;

        UInt128 mantissa = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            if (i == point)
                continue;

            var digit = (uint)digits[i] - '0';
            if (digit > 9)
                return false;

            mantissa = (mantissa * 10) + digit;
            if (mantissa > MaxMantissa)
                return false;
        }

        value = new decimal((int)mantissa, (int)(mantissa >> 32), (int)(mantissa >> 64), negative && mantissa != 0, (byte)scale);
        return true;
    }
}
