using System.Runtime.CompilerServices;

namespace StrategyEngine.Data.Performance;

/// <summary>Annualised volatility: the sample standard deviation of periodic returns times the root of the periods in a year.</summary>
/// <remarks>Thread-safe. Agrees with <c>annual_volatility</c> of empyrical (Quantopian).</remarks>
public static class Volatility
{
    /// <summary>Calculates stdev(r; n-1) · √N.</summary>
    /// <param name="returns">Simple returns per period, as fractions: 0.01 is one per cent.</param>
    /// <param name="periodsPerYear">N, the number of such periods in a year: 365 for crypto days, the default; 252 for exchange
    /// sessions.</param>
    /// <returns>A fraction per year; null below two returns.</returns>
    /// <exception cref="ArgumentException">A return is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="periodsPerYear"/> is not a positive number.</exception>
    public static double? Calculate(ReadOnlySpan<double> returns, double periodsPerYear = AnnualizationBasis.DaysPerYear)
    {
        ReturnSeries.RequireFinite(returns);
        ReturnSeries.RequirePeriods(periodsPerYear);
        return returns.Length < 2 ? null : (ReturnSeries.StandardDeviation(returns) ?? 0) * Math.Sqrt(periodsPerYear);
    }

    /// <inheritdoc cref="Calculate(ReadOnlySpan{double}, double)"/>
    [OverloadResolutionPriority(1)] // An array that is null is no empty span.
    public static double? Calculate(IEnumerable<double> returns, double periodsPerYear = AnnualizationBasis.DaysPerYear) =>
        Calculate(ReturnSeries.Of(returns), periodsPerYear);
}
