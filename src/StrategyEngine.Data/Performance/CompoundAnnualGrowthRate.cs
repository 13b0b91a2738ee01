using System.Runtime.CompilerServices;

namespace StrategyEngine.Data.Performance;

/// <summary>The compound annual growth rate (CAGR): the constant yearly return with the same end value.</summary>
/// <remarks>
/// Agrees with <c>cagr</c> of empyrical (Quantopian): the length of the series is counted in periods, not read from a calendar.
/// Thread-safe.
/// </remarks>
public static class CompoundAnnualGrowthRate
{
    /// <summary>Calculates (Π (1 + r))^(N / n) - 1.</summary>
    /// <param name="returns">Simple returns per period, as fractions: 0.01 is one per cent.</param>
    /// <param name="periodsPerYear">N, the number of such periods in a year: 365 for crypto days, the default; 252 for exchange
    /// sessions.</param>
    /// <returns>A fraction per year, -1 for a total loss; null for an empty series, below zero equity, and where the result exceeds a
    /// double.</returns>
    /// <exception cref="ArgumentException">A return is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="periodsPerYear"/> is not a positive number.</exception>
    public static double? Calculate(ReadOnlySpan<double> returns, double periodsPerYear = AnnualizationBasis.DaysPerYear)
    {
        ReturnSeries.RequireFinite(returns);
        ReturnSeries.RequirePeriods(periodsPerYear);
        if (returns.IsEmpty)
            return null;

        foreach (var value in returns)
        {
            if (value < -1)
                return null;
        }

        var rate = Math.Pow(ReturnSeries.Growth(returns), periodsPerYear / returns.Length) - 1;
        return double.IsFinite(rate) ? rate : null;
    }

    /// <inheritdoc cref="Calculate(ReadOnlySpan{double}, double)"/>
    [OverloadResolutionPriority(1)] // An array that is null is no empty span.
    public static double? Calculate(IEnumerable<double> returns, double periodsPerYear = AnnualizationBasis.DaysPerYear) =>
        Calculate(ReturnSeries.Of(returns), periodsPerYear);
}
