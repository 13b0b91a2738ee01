using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>Cuts trades and an equity curve into periods and measures each.</summary>
internal sealed class MetricsSheet(EquityCurve? equity, AnnualizationBasis basis, double annualRiskFreeRate)
{
    private static readonly MetricsPeriod[] Periods = [MetricsPeriod.Daily, MetricsPeriod.Weekly, MetricsPeriod.Monthly];
    private readonly EquityCurve? _daily = equity?.Daily(basis);

    /// <summary>The figures of every period in which a trade closed or the curve has a point, by period, then by start.</summary>
    public IEnumerable<(MetricsPeriod Period, PeriodBounds Bounds, PeriodFigures Figures)> Measure(IReadOnlyCollection<ClosedTrade> trades)
    {
        var instants = trades.Select(trade => trade.ClosedAt).Concat(equity?.Points.Select(point => point.Time) ?? []).ToList();
        if (instants.Count == 0)
            yield break;

        foreach (var period in Periods)
        {
            var closed = trades.ToLookup(trade => PeriodBounds.Containing(period, trade.ClosedAt), trade => trade.Profit);
            foreach (var bounds
                in instants.Select(instant => PeriodBounds.Containing(period, instant)).Distinct().OrderBy(bounds => bounds.Start))
            {
                yield return (period, bounds, Measure(bounds, closed[bounds]));
            }
        }

        // All time is all days on which anything happened.
        var all = new PeriodBounds(
            PeriodBounds.Containing(MetricsPeriod.Daily, instants.Min()).Start,
            PeriodBounds.Containing(MetricsPeriod.Daily, instants.Max()).End);
        yield return (MetricsPeriod.AllTime, all, Measure(all, trades.Select(trade => trade.Profit)));
    }

    private PeriodFigures Measure(PeriodBounds bounds, IEnumerable<decimal> profits) =>
        new(TradeStatistics.From(profits), MeasureEquity(bounds));

    private ReturnStatistics? MeasureEquity(PeriodBounds bounds) =>
        equity?.During(bounds.Start, bounds.End) is { } curve && _daily?.ClosesDuring(bounds.Start, bounds.End) is { } daily
            ? ReturnStatistics.From(curve, daily, basis, annualRiskFreeRate)
            : null;
}
