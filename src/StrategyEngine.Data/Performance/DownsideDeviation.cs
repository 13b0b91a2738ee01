using System.Runtime.CompilerServices;

namespace StrategyEngine.Data.Performance;

/// <summary>Annualised downside deviation: how far, in the root mean square, returns fall below what is acceptable.</summary>
/// <remarks>
/// The mean is taken over all observations, not over the losing ones alone (Sortino and Price, "Performance Measurement in a
/// Downside Risk Framework", 1994). Thread-safe.
/// </remarks>
public static class DownsideDeviation
{
    /// <summary>Calculates √(Σ min(r - MAR, 0)² / n) · √N.</summary>
    /// <param name="returns">Simple returns per period, as fractions: 0.01 is one per cent.</param>
    /// <param name="periodsPerYear">N, the number of such periods in a year: 365 for crypto days, the default; 252 for exchange
    /// sessions.</param>
    /// <param name="minimumAcceptableReturn">MAR per period, as a fraction.</param>
    /// <returns>A fraction per year, zero where nothing fell short; null for an empty series.</returns>
    /// <exception cref="ArgumentException">A return is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="periodsPerYear"/> is not a positive number.</exception>
    public static double? Calculate(
        ReadOnlySpan<double> returns, double periodsPerYear = AnnualizationBasis.DaysPerYear, double minimumAcceptableReturn = 0)
    {
        ReturnSeries.RequireFinite(returns);
        ReturnSeries.RequirePeriods(periodsPerYear);
        if (returns.IsEmpty)
            return null;

        var squares = 0.0;
        foreach (var value in returns)
        {
            var shortfall = Math.Min(value - minimumAcceptableReturn, 0);
            squares += shortfall * shortfall;
        }

        return Math.Sqrt(squares / returns.Length) * Math.Sqrt(periodsPerYear);
    }

    /// <inheritdoc cref="Calculate(ReadOnlySpan{double}, double, double)"/>
    [OverloadResolutionPriority(1)] // An array that is null is no empty span.
    public static double? Calculate(
        IEnumerable<double> returns, double periodsPerYear = AnnualizationBasis.DaysPerYear, double minimumAcceptableReturn = 0) =>
        Calculate(ReturnSeries.Of(returns), periodsPerYear, minimumAcceptableReturn);
}
