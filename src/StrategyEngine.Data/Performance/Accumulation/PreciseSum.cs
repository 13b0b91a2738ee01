namespace StrategyEngine.Data.Performance.Accumulation;

/// <summary>A sum of doubles with twice their digits, so that the variance of many of them may be taken from sums alone.</summary>
/// <remarks>
/// T. J. Dekker, "A Floating-Point Technique for Extending the Available Precision", Numerische Mathematik 18, 1971, with the fused
/// multiply-add for the error of a product.
/// </remarks>
internal readonly record struct PreciseSum(double High, double Low)
{
    public double Value => High + Low;

    public PreciseSum Plus(double term)
    {
        var sum = High + term;
        var part = sum - High;
        return Normal(sum, High - (sum - part) + (term - part) + Low);
    }

    public PreciseSum PlusSquare(double term)
    {
        var square = term * term;
        return Plus(square).Plus(Math.FusedMultiplyAdd(term, term, -square));
    }

    public PreciseSum Minus(PreciseSum other) => Plus(-other.High).Plus(-other.Low);

    public PreciseSum Squared()
    {
        var square = High * High;
        return Normal(square, Math.FusedMultiplyAdd(High, High, -square) + 2 * High * Low);
    }

    public PreciseSum Over(int count)
    {
        var quotient = High / count;
        return Normal(quotient, (Math.FusedMultiplyAdd(-quotient, count, High) + Low) / count);
    }

    private static PreciseSum Normal(double high, double low)
    {
        var sum = high + low;
        return new PreciseSum(sum, low - (sum - high));
    }
}
