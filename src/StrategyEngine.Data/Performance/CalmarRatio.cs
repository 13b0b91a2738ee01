using System.Runtime.CompilerServices;

namespace StrategyEngine.Data.Performance;

/// <summary>The Calmar ratio: compound annual growth over the largest fall from a peak.</summary>
/// <remarks>Terry W. Young, "Calmar Ratio: A Smoother Tool", Futures, October 1991; here over the whole series. Thread-safe.</remarks>
public static class CalmarRatio
{
    /// <summary>Calculates CAGR / |maximum drawdown|.</summary>
    /// <param name="returns">Simple returns per period, as fractions: 0.01 is one per cent.</param>
    /// <param name="periodsPerYear">N, the number of such periods in a year: 365 for crypto days, the default; 252 for exchange
    /// sessions.</param>
    /// <returns>The ratio; null where growth is undefined or nothing fell.</returns>
    /// <exception cref="ArgumentException">A return is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="periodsPerYear"/> is not a positive number.</exception>
    public static double? Calculate(ReadOnlySpan<double> returns, double periodsPerYear = AnnualizationBasis.DaysPerYear) =>
        CompoundAnnualGrowthRate.Calculate(returns, periodsPerYear) is { } growth && Drawdown.MaximumDepth(returns) is < 0 and var depth
            ? growth / Math.Abs(depth)
            : null;

    /// <inheritdoc cref="Calculate(ReadOnlySpan{double}, double)"/>
    [OverloadResolutionPriority(1)] // An array that is null is no empty span.
    public static double? Calculate(IEnumerable<double> returns, double periodsPerYear = AnnualizationBasis.DaysPerYear) =>
        Calculate(ReturnSeries.Of(returns), periodsPerYear);
}
