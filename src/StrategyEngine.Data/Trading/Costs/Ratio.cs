using System.Numerics;

namespace StrategyEngine.Data.Trading.Costs;

/// <summary>A fraction of two whole numbers, in which amounts are multiplied and divided exactly before they are rounded once.</summary>
internal readonly struct Ratio
{
    // DECIMAL(28,n): what is rounded has at most 28 digits.
    private static readonly BigInteger Limit = BigInteger.Pow(10, 28);

    private static readonly BigInteger[] Powers = [.. Enumerable.Range(0, 29).Select(exponent => BigInteger.Pow(10, exponent))];

    private readonly BigInteger _numerator;
    private readonly BigInteger _denominator;

    private Ratio(BigInteger numerator, BigInteger denominator)
    {
        _numerator = numerator;
        _denominator = denominator;
    }

    public static Ratio operator +(Ratio left, Ratio right) => new(
        (left._numerator * right._denominator) + (right._numerator * left._denominator), left._denominator * right._denominator);

    public static Ratio operator -(Ratio left, Ratio right) => new(
        (left._numerator * right._denominator) - (right._numerator * left._denominator), left._denominator * right._denominator);

    public static Ratio operator *(Ratio left, Ratio right) =>
        new(left._numerator * right._numerator, left._denominator * right._denominator);

    /// <summary>The quotient; the divisor is above 0.</summary>
    public static Ratio operator /(Ratio left, Ratio right) =>
        new(left._numerator * right._denominator, left._denominator * right._numerator);

    public static bool operator <(Ratio left, Ratio right) => left._numerator * right._denominator < right._numerator * left._denominator;

    public static bool operator >(Ratio left, Ratio right) => right < left;

    public static Ratio Of(decimal value)
    {
        Span<int> bits = stackalloc int[4];
        decimal.GetBits(value, bits);
        var mantissa = new UInt128((uint)bits[2], ((ulong)(uint)bits[1] << 32) | (uint)bits[0]);
        return new Ratio(value < 0 ? -(BigInteger)mantissa : mantissa, Powers[value.Scale]);
    }

    /// <summary>Whether it has no more than some decimals, so that rounding to them changes nothing.</summary>
    public bool IsWithin(int decimals)
    {
        var whole = BigInteger.DivRem(_numerator * Powers[decimals], _denominator, out var rest);
        return rest.IsZero && BigInteger.Abs(whole) < Limit;
    }

    /// <summary>Rounded half to even.</summary>
    /// <exception cref="OverflowException">It does not fit DECIMAL(28,<paramref name="decimals"/>).</exception>
    public decimal Round(int decimals)
    {
        var whole = BigInteger.DivRem(_numerator * Powers[decimals], _denominator, out var rest);
        var half = (BigInteger.Abs(rest) * 2).CompareTo(_denominator);
        if (half > 0 || (half == 0 && !whole.IsEven))
            whole += rest.Sign;
        if (BigInteger.Abs(whole) >= Limit)
            throw new OverflowException("An amount has more digits than DECIMAL(28,12) holds.");
        return (decimal)whole / (decimal)Powers[decimals];
    }
}
