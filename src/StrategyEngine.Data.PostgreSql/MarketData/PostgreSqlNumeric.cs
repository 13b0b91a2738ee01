using System.Buffers.Binary;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Amounts in the binary form of <c>numeric</c>.</summary>
/// <remarks>
/// Four numbers of 16 bits (how many digits to base 10,000, the weight of the first of them, the sign, the decimal places), then the
/// digits; all big-endian: <c>numeric_recv</c> in PostgreSQL's <c>numeric.c</c>. The server drops zeros at either end.
/// </remarks>
internal static class PostgreSqlNumeric
{
    /// <summary>No amount takes more bytes.</summary>
    public const int LongestAmount = 8 + (2 * (MaxWholeDigits + FractionDigits));

    private const int Base = 10_000, DecimalPlaces = 12, FractionDigits = 3, MaxWholeDigits = 5;
    private const ulong One = 1_000_000_000_000;

    /// <summary>Writes an amount.</summary>
    /// <param name="amount">0 or more, below 10²⁰, of no more than 12 decimals.</param>
    /// <param name="buffer">At least <see cref="LongestAmount"/> bytes.</param>
    /// <returns>How many bytes it took.</returns>
    public static int Write(decimal amount, Span<byte> buffer)
    {
        var truncated = decimal.Truncate(amount);
        var fraction = (ulong)((amount - truncated) * One);
        Span<short> digits = stackalloc short[MaxWholeDigits + FractionDigits];
        var first = MaxWholeDigits;
        if (truncated <= ulong.MaxValue)
        {
            for (var rest = (ulong)truncated; rest > 0; rest /= Base)
                digits[--first] = (short)(rest % Base);
        }
        else
        {
            for (var rest = truncated; rest > 0; rest = decimal.Truncate(rest / Base))
                digits[--first] = (short)(rest % Base);
        }

        for (var digit = digits.Length - 1; digit >= MaxWholeDigits; digit--, fraction /= Base)
            digits[digit] = (short)(fraction % Base);
        var count = digits.Length - first;
        BinaryPrimitives.WriteInt16BigEndian(buffer, (short)count);
        BinaryPrimitives.WriteInt16BigEndian(buffer[2..], (short)(MaxWholeDigits - first - 1));
        BinaryPrimitives.WriteInt16BigEndian(buffer[4..], 0);
        BinaryPrimitives.WriteInt16BigEndian(buffer[6..], DecimalPlaces);
        for (var i = 0; i < count; i++)
            BinaryPrimitives.WriteInt16BigEndian(buffer[(8 + (2 * i))..], digits[first + i]);
        return 8 + (2 * count);
    }
}
