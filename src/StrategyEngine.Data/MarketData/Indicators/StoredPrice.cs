namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>A calculated price in the form of its column, DECIMAL(28,12).</summary>
internal static class StoredPrice
{
    private const ulong Scale = 1_000_000_000_000;
    private const double End = 1e16;
    private const int MantissaBits = 52, ExponentBias = 1075;

    // A product of 93 bits that is moved further than this is less than half of the last decimal.
    private const int LongestShift = 100;

    /// <summary>
    /// The exact value of a number, rounded half to even to 12 decimals; null where there is none, or where it does not fit.
    /// </summary>
    /// <remarks>A cast to decimal would keep 15 digits only.</remarks>
    public static decimal? Of(double? value)
    {
        if (value is not { } number || !(Math.Abs(number) < End))
            return null;
        var bits = BitConverter.DoubleToUInt64Bits(number);
        var exponent = (int)(bits >> MantissaBits) & 0x7FF;
        var mantissa = bits & ((1UL << MantissaBits) - 1);
        if (exponent == 0)
            exponent = 1;
        else
            mantissa |= 1UL << MantissaBits;

        var shift = ExponentBias - exponent;
        if (shift > LongestShift)
            return 0;
        var product = (UInt128)mantissa * Scale;

        // From 2⁵² on there are no bits behind the point.
        if (shift <= 0)
            return Signed(product << -shift, number);
        var quotient = product >> shift;
        var rest = product - (quotient << shift);
        var half = UInt128.One << (shift - 1);
        if (rest > half || (rest == half && !UInt128.IsEvenInteger(quotient)))
            quotient++;
        return Signed(quotient, number);
    }

    private static decimal Signed(UInt128 quotient, double number) => (decimal)quotient / Scale * (number < 0 ? -1 : 1);
}
