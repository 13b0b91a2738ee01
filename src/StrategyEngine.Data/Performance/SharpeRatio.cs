using System.Runtime.CompilerServices;

namespace StrategyEngine.Data.Performance;

/// <summary>The Sharpe ratio: return above the risk-free rate, per unit of volatility, annualised.</summary>
/// <remarks>
/// William F. Sharpe, "The Sharpe Ratio", Journal of Portfolio Management 21(1), 1994, with the deviation of a sample (n - 1), not of a
/// population, and the arithmetic mean. Thread-safe.
/// </remarks>
public static class SharpeRatio
{
    /// <summary>Calculates mean(r - rf) / stdev(r - rf; n-1) · √N.</summary>
    /// <param name="returns">Simple returns per period, as fractions: 0.01 is one per cent.</param>
    /// <param name="periodsPerYear">N, the number of such periods in a year: 365 for crypto days, the default; 252 for exchange
    /// sessions.</param>
    /// <param name="riskFreeReturn">rf per period, not per year, as a fraction.</param>
    /// <returns>The ratio; null below two returns and where all returns are the same, because it is undefined there.</returns>
    /// <exception cref="ArgumentException">A return is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="periodsPerYear"/> is not a positive number.</exception>
    public static double? Calculate(
        ReadOnlySpan<double> returns, double periodsPerYear = AnnualizationBasis.DaysPerYear, double riskFreeReturn = 0)
    {
        ReturnSeries.RequireFinite(returns);
        ReturnSeries.RequirePeriods(periodsPerYear);

        // A constant rate moves the mean and leaves the deviation.
        return ReturnSeries.StandardDeviation(returns) is { } deviation
            ? (ReturnSeries.Mean(returns) - riskFreeReturn) / deviation * Math.Sqrt(periodsPerYear)
            : null;
    }

    /// <inheritdoc cref="Calculate(ReadOnlySpan{double}, double, double)"/>
    [OverloadResolutionPriority(1)] // An array that is null is no empty span.
    public static double? Calculate(
        IEnumerable<double> returns, double periodsPerYear = AnnualizationBasis.DaysPerYear, double riskFreeReturn = 0) =>
        Calculate(ReturnSeries.Of(returns), periodsPerYear, riskFreeReturn);
}
