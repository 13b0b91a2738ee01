using System.Globalization;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.MarketData;

/// <summary>Amounts as SQLite stores them: text with at least one decimal and no trailing zeros.</summary>
/// <remarks>
/// Byte for byte what Entity Framework writes for a decimal, <c>ToString("0.0###########################")</c>, so that equality holds in
/// SQL.
/// </remarks>
internal static class SqliteDecimalText
{
    /// <summary>Bytes that the longest decimal needs: a sign, 29 digits, a leading zero and a point.</summary>
    public const int MaxLength = 32;

    private const string Canonical = "0.0###########################";

    private static readonly ulong[] PowersOfTen = CreatePowersOfTen();

    /// <summary>Writes the canonical form.</summary>
    /// <returns>The number of bytes written.</returns>
    public static int Format(decimal value, Span<byte> destination)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var scale = (bits[3] >> 16) & 0xFF;
        var mantissa = (uint)bits[0] | ((ulong)(uint)bits[1] << 32);
        if (bits[2] != 0 || bits[3] < 0 || scale >= PowersOfTen.Length)
            return FormatAny(value == 0 ? 0m : value, destination);

        if (scale == 0)
            return WriteInteger(mantissa, ".0"u8, destination);

        while (scale > 1)
        {
            var quotient = mantissa / 10;
            if (quotient * 10 != mantissa)
                break;

            mantissa = quotient;
            scale--;
        }

        var whole = mantissa / PowersOfTen[scale];
        var fraction = mantissa - (whole * PowersOfTen[scale]);
        var length = WriteInteger(whole, "."u8, destination);
        for (var i = length + scale - 1; i >= length; i--)
        {
            var rest = fraction / 10;
            destination[i] = (byte)('0' + (fraction - (rest * 10)));
            fraction = rest;
        }

        return length + scale;
    }

    /// <summary>Reads a stored amount.</summary>
    /// <exception cref="CandleTableException">The text is no decimal number.</exception>
    public static decimal Parse(ReadOnlySpan<byte> text)
    {
        // 19 digits always fit into 64 bits; more take the general way.
        if (text.Length is 0 or > 20)
            return ParseAny(text);

        ulong mantissa = 0;
        var point = -1;
        for (var i = 0; i < text.Length; i++)
        {
            var digit = (uint)text[i] - '0';
            if (digit <= 9)
                mantissa = (mantissa * 10) + digit;
            else if (text[i] == '.' && point < 0)
                point = i;
            else
                return ParseAny(text);
        }

        if (text.Length - (point < 0 ? 0 : 1) is 0 or > 19)
            return ParseAny(text);

        var scale = point < 0 ? 0 : text.Length - point - 1;
        return new decimal((int)mantissa, (int)(mantissa >> 32), 0, false, (byte)scale);
    }

    private static int FormatAny(decimal value, Span<byte> destination)
    {
        value.TryFormat(destination, out var written, Canonical, CultureInfo.InvariantCulture);
        return written;
    }

    private static decimal ParseAny(ReadOnlySpan<byte> text) =>
        decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw CandleTableException.UnreadableAmount();

    private static int WriteInteger(ulong value, ReadOnlySpan<byte> suffix, Span<byte> destination)
    {
        value.TryFormat(destination, out var written, provider: CultureInfo.InvariantCulture);
        suffix.CopyTo(destination[written..]);
        return written + suffix.Length;
    }

    private static ulong[] CreatePowersOfTen()
    {
        var powers = new ulong[20];
        powers[0] = 1;
        for (var i = 1; i < powers.Length; i++)
            powers[i] = powers[i - 1] * 10;

        return powers;
    }
}
