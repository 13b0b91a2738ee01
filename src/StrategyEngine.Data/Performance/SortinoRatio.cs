using System.Runtime.CompilerServices;

namespace StrategyEngine.Data.Performance;

/// <summary>The Sortino ratio: return above what is acceptable, per unit of downside deviation, annualised.</summary>
/// <remarks>
/// Sortino and Price, "Performance Measurement in a Downside Risk Framework", Journal of Investing 3(3), 1994. Thread-safe.
/// </remarks>
public static class SortinoRatio
{
    /// <summary>Calculates mean(r - MAR) · N / downside deviation.</summary>
    /// <param name="returns">Simple returns per period, as fractions: 0.01 is one per cent.</param>
    /// <param name="periodsPerYear">N, the number of such periods in a year: 365 for crypto days, the default; 252 for exchange
    /// sessions.</param>
    /// <param name="minimumAcceptableReturn">MAR per period, as a fraction.</param>
    /// <returns>The ratio; null for an empty series and where no return fell short, because it is undefined there.</returns>
    /// <exception cref="ArgumentException">A return is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="periodsPerYear"/> is not a positive number.</exception>
    public static double? Calculate(
        ReadOnlySpan<double> returns, double periodsPerYear = AnnualizationBasis.DaysPerYear, double minimumAcceptableReturn = 0) =>
        DownsideDeviation.Calculate(returns, periodsPerYear, minimumAcceptableReturn) is > 0 and var downside
            ? (ReturnSeries.Mean(returns) - minimumAcceptableReturn) * periodsPerYear / downside
            : null;

    /// <inheritdoc cref="Calculate(ReadOnlySpan{double}, double, double)"/>
    [OverloadResolutionPriority(1)] // An array that is null is no empty span.
    public static double? Calculate(
        IEnumerable<double> returns, double periodsPerYear = AnnualizationBasis.DaysPerYear, double minimumAcceptableReturn = 0) =>
        Calculate(ReturnSeries.Of(returns), periodsPerYear, minimumAcceptableReturn);
}
