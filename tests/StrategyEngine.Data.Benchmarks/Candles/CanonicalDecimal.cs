using System.Globalization;
using System.Text;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>The text form of amounts on SQLite, as the baselines write it: at least one decimal, no trailing zeros.</summary>
internal static class CanonicalDecimal
{
    private const string Format = "0.0###########################";

    public static string ToText(decimal value) => value.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>The same without a string, from the integer behind the decimal.</summary>
    public static int Write(decimal value, Span<byte> destination)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        if (parts[2] != 0 || parts[3] < 0)
            return Encoding.UTF8.GetBytes(ToText(value), destination);

        var digits = (uint)parts[0] | ((ulong)(uint)parts[1] << 32);
        var scale = parts[3] >> 16;
        for (; scale > 1; scale--)
        {
            var (quotient, remainder) = Math.DivRem(digits, 10);
            if (remainder != 0)
                break;
            digits = quotient;
        }

        var power = 1UL;
        for (var i = 0; i < scale; i++)
            power *= 10;
        var (whole, fraction) = Math.DivRem(digits, power);
        whole.TryFormat(destination, out var length, default, CultureInfo.InvariantCulture);
        destination[length++] = (byte)'.';
        if (scale == 0)
            destination[length++] = (byte)'0';
        for (var i = length + scale - 1; i >= length; i--)
            (fraction, destination[i]) = (fraction / 10, (byte)('0' + fraction % 10));
        return length + scale;
    }

    /// <summary>Reads it back, digit by digit.</summary>
    public static decimal Read(ReadOnlySpan<byte> text)
    {
        // 19 digits fit into 64 bits.
        if (text.Length > 20 || text.IndexOf((byte)'.') is not (>= 0 and var point))
            return decimal.Parse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);

        var digits = 0UL;
        foreach (var digit in text[..point])
            digits = digits * 10 + (uint)(digit - '0');
        var fraction = text[(point + 1)..];
        foreach (var digit in fraction)
            digits = digits * 10 + (uint)(digit - '0');
        return new decimal((int)digits, (int)(digits >> 32), 0, isNegative: false, (byte)fraction.Length);
    }
}
