using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Performance.Accumulation;

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

    /// <summary>The equity that the first return is measured against.</summary>
    public required decimal OpeningEquity { get; init; }

    /// <summary>The equity of the last point.</summary>
    public required decimal ClosingEquity { get; init; }

    /// <summary>Deposits less withdrawals between the two; they are no performance.</summary>
    public required decimal NetFlow { get; init; }

    /// <summary>The time-weighted return, Π(1 + r) - 1 between any two points, deposits and withdrawals left out; a fraction.</summary>
    /// <value>Null where a return would have no positive equity to be measured against.</value>
    public required double? TotalReturn { get; init; }

    /// <summary>See <see cref="Performance.CompoundAnnualGrowthRate"/>; a fraction per year.</summary>
    public required double? CompoundAnnualGrowthRate { get; init; }

    /// <summary>See <see cref="Performance.Volatility"/>; a fraction per year.</summary>
    public required double? Volatility { get; init; }

    /// <summary>See <see cref="Performance.SharpeRatio"/>.</summary>
    public required double? SharpeRatio { get; init; }

    /// <summary>See <see cref="Performance.SortinoRatio"/>.</summary>
    public required double? SortinoRatio { get; init; }

    /// <summary>Annual growth over the deepest fall between any two points, not only between daily closes.</summary>
    /// <value>Null where growth is undefined or nothing fell.</value>
    public required double? CalmarRatio { get; init; }

    /// <summary>The deepest fall between any two points of the curve.</summary>
    /// <value>Depth zero where nothing fell; null where equity never was positive.</value>
    public required Drawdown? MaximumDrawdown { get; init; }

    /// <summary>How far the last point lies below the highest one before it, as a fraction.</summary>
    /// <value>At most zero; null where equity never was positive.</value>
    public required double? CurrentDrawdown { get; init; }

    /// <summary>Measures a curve by its daily returns.</summary>
    /// <param name="curve">Points at any interval; they are reduced to one per UTC day for the ratios.</param>
    /// <param name="basis">How days are counted; <see cref="AnnualizationBasis.CalendarDays"/> if null.</param>
    /// <param name="annualRiskFreeRate">A fraction per year, spread evenly over its periods; it is also the minimum acceptable
    /// return.</param>
    /// <returns>The figures; undefined ones are null.</returns>
    public static ReturnStatistics From(EquityCurve curve, AnnualizationBasis? basis = null, double annualRiskFreeRate = 0)
    {
        ArgumentNullException.ThrowIfNull(curve);
        var units = curve.Units;
        var firstDayEnd = EquityTally.FirstDayEnd(units[0].Time, units[Math.Min(1, units.Length - 1)].Time);
        var tally = new EquityTally(basis ?? AnnualizationBasis.CalendarDays, annualRiskFreeRate, units[0], firstDayEnd);
        foreach (ref readonly var unit in units[1..])
            tally.Add(unit);
        return tally.Measure();
    }

    internal static ReturnStatistics Of(
        ReturnMoments moments,
        AnnualizationBasis basis,
        double annualRiskFreeRate,
        decimal openingEquity,
        decimal closingEquity,
        decimal netFlow,
        double? totalReturn,
        DrawdownTracker drawdown)
    {
        double periods = basis.PeriodsPerYear;

        // One return is no series: a Sortino ratio over it would be plus or minus the root of N, whatever the return.
        var isSeries = moments is { Count: > 1, HasUndefined: false };
        var excess = isSeries ? moments.Mean - annualRiskFreeRate / periods : 0;
        var growth = isSeries && !moments.HasRuin && totalReturn is { } total
            ? Math.Pow(1 + total, periods / moments.Count) - 1
            : (double?)null;
        if (growth is { } rate && !double.IsFinite(rate))
            growth = null;
        return new ReturnStatistics
        {
            Observations = moments.Count,
            PeriodsPerYear = basis.PeriodsPerYear,
            OpeningEquity = openingEquity,
            ClosingEquity = closingEquity,
            NetFlow = netFlow,
            TotalReturn = totalReturn,
            CompoundAnnualGrowthRate = growth,
            Volatility = isSeries ? (moments.Deviation ?? 0) * Math.Sqrt(periods) : null,
            SharpeRatio = isSeries && moments.Deviation is { } deviation ? excess / deviation * Math.Sqrt(periods) : null,
            SortinoRatio = isSeries && moments.Downside is > 0 and var downside ? excess * Math.Sqrt(periods) / downside : null,
            CalmarRatio = drawdown.Deepest is { Depth: < 0 } deepest ? growth / Math.Abs(deepest.Depth) : null,
            MaximumDrawdown = drawdown.Deepest,
            CurrentDrawdown = drawdown.Current,
        };
    }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
