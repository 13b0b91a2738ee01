namespace StrategyEngine.Data.SqlServer.Amounts;

/// <summary>Digits of a decimal expression, and those of its fraction, by SQL Server's rules
/// (https://learn.microsoft.com/sql/t-sql/data-types/precision-scale-and-length-transact-sql).</summary>
internal readonly record struct AmountForm(int Precision, int Scale)
{
    private const int MaxPrecision = 38, LeastScale = 6, WholeOfFactors = 28;

    /// <summary>The form of a sum of rows.</summary>
    public AmountForm Summed => this with { Precision = MaxPrecision };

    /// <summary>The form of an average of rows.</summary>
    public AmountForm Averaged => new(MaxPrecision, Math.Max(Scale, LeastScale));

    /// <summary>Digits before the point.</summary>
    public int Whole => Precision - Scale;

    public static AmountForm operator *(AmountForm left, AmountForm right) =>
        Fit(left.Precision + right.Precision + 1, left.Scale + right.Scale);

    /// <summary>What values of either form become where one of them is chosen; digits may be lost if it has more than 38.</summary>
    public AmountForm Or(AmountForm other)
    {
        var (whole, scale) = (Math.Max(Whole, other.Whole), Math.Max(Scale, other.Scale));
        return whole + scale <= MaxPrecision ? new(whole + scale, scale) : new(MaxPrecision, Math.Max(0, MaxPrecision - whole));
    }

    /// <summary>
    /// The forms whose product keeps nine decimals, with as many digits before the point as that leaves: the larger one gives first.
    /// </summary>
    public static (AmountForm Left, AmountForm Right) ToMultiply(AmountForm left, AmountForm right)
    {
        return (Narrow(left, right), Narrow(right, left));

        static AmountForm Narrow(AmountForm form, AmountForm other)
        {
            var whole = Math.Min(form.Whole, Math.Max(WholeOfFactors / 2, WholeOfFactors - other.Whole));
            return new(whole + form.Scale, form.Scale);
        }
    }

    public static AmountForm operator /(AmountForm left, AmountForm right)
    {
        var scale = Math.Max(LeastScale, left.Scale + right.Precision + 1);
        return Fit(left.Precision - left.Scale + right.Scale + scale, scale);
    }

    public static AmountForm operator +(AmountForm left, AmountForm right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        var precision = Math.Max(left.Precision - left.Scale, right.Precision - right.Scale) + scale + 1;
        return precision <= MaxPrecision
            ? new(precision, scale)
            : new(MaxPrecision, Math.Min(scale, Math.Max(MaxPrecision - (precision - scale), LeastScale)));
    }

    // The digits before the point are kept at the cost of those behind it, of which six at most are kept for certain.
    private static AmountForm Fit(int precision, int scale) =>
        precision <= MaxPrecision
            ? new(precision, scale)
            : new(MaxPrecision, Math.Min(scale, Math.Max(MaxPrecision - (precision - scale), LeastScale)));
}
