using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Performance;

/// <summary>What the returns of an equity curve say about its growth and its risk.</summary>
/// <remarks>Immutable and safe for concurrent use. A figure that is undefined for the series is null, never zero or infinite.</remarks>
public sealed record ReturnStatistics
{
    private ReturnStatistics()
    {
    }

    /// <summary>The number of daily returns the ratios rest on; below two, all ratios are null.</summary>
    public required int Observations { get; init; }

    /// <summary>Periods per year the ratios are annualised with.</summary>
    /// <value>365 or 252.</value>
    public required int PeriodsPerYear { get; init; }

    /// <summary>Last equity over first, less one, as a fraction; null where the first is not positive.</summary>
    public required double? TotalReturn { get; init; }

    /// <summary>See <see cref="CompoundAnnualGrowthRate"/>; a fraction per year.</summary>
    public required double? CompoundAnnualGrowthRate { get; init; }

    /// <summary>See <see cref="Performance.Volatility"/>; a fraction per year.</summary>
    public required double? Volatility { get; init; }

    /// <summary>See <see cref="Performance.SharpeRatio"/>.</summary>
    public required double? SharpeRatio { get; init; }

    /// <summary>See <see cref="Performance.SortinoRatio"/>.</summary>
    public required double? SortinoRatio { get; init; }

    /// <summary>Annual growth over the deepest fall between any two points, not only between daily closes.</summary>
    public required double? CalmarRatio { get; init; }

    /// <summary>The deepest fall between any two points of the curve.</summary>
    public required Drawdown? MaximumDrawdown { get; init; }

    /// <summary>Measures a curve by its daily returns.</summary>
    /// <param name="curve">Points at any interval; they are reduced to one per UTC day for the ratios.</param>
    /// <param name="basis">How days are counted; <see cref="AnnualizationBasis.CalendarDays"/> if null.</param>
    /// <param name="annualRiskFreeRate">A fraction per year, spread evenly over its periods; it is also the minimum acceptable
    /// return.</param>
    /// <returns>The figures; undefined ones are null.</returns>
    public static ReturnStatistics From(EquityCurve curve, AnnualizationBasis? basis = null, double annualRiskFreeRate = 0)
    {
        ArgumentNullException.ThrowIfNull(curve);
        basis ??= AnnualizationBasis.CalendarDays;
        return From(curve, curve.Daily(basis), basis, annualRiskFreeRate);
    }

    internal static ReturnStatistics From(EquityCurve curve, EquityCurve daily, AnnualizationBasis basis, double annualRiskFreeRate)
    {
        var periods = basis.PeriodsPerYear;
        var riskFree = annualRiskFreeRate / periods;

        // One return is no series: a Sortino ratio over it would be plus or minus the root of N, whatever the return.
        var returns = daily.Points.Count > 2 ? daily.Returns?.ToArray() : null;
        var growth = returns is null ? null : Performance.CompoundAnnualGrowthRate.Calculate(returns, periods);
        var drawdown = curve.MaximumDrawdown;
        var (first, last) = (daily.Points[0].Equity, daily.Points[^1].Equity);
        return new ReturnStatistics
        {
            Observations = daily.Points.Count - 1,
            PeriodsPerYear = periods,
            TotalReturn = first > 0 ? (double)((last - first) / first) : null,
            CompoundAnnualGrowthRate = growth,
            Volatility = returns is null ? null : Performance.Volatility.Calculate(returns, periods),
            SharpeRatio = returns is null ? null : Performance.SharpeRatio.Calculate(returns, periods, riskFree),
            SortinoRatio = returns is null ? null : Performance.SortinoRatio.Calculate(returns, periods, riskFree),
            CalmarRatio = drawdown is { Depth: < 0 } ? growth / Math.Abs(drawdown.Depth) : null,
            MaximumDrawdown = drawdown,
        };
    }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
