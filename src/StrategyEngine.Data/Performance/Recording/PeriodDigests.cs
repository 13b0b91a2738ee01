using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance.Accumulation;

namespace StrategyEngine.Data.Performance.Recording;

/// <summary>Which rows the inputs of a currency make, and a hash of what each rests on, without computing any figure.</summary>
/// <remarks>
/// The inputs of each day are hashed once; the hash of a row is that of its days, of the equity that it opens with, of whether equity goes
/// on behind it, and of the time with an open position.
/// </remarks>
internal sealed class PeriodDigests : IDisposable
{
    private readonly CurrencyInputs _inputs;
    private readonly AnnualizationBasis _basis;
    private readonly double _annualRiskFreeRate;
    private readonly SortedDictionary<DateTimeOffset, CanonicalHash> _days = [];
    private readonly RecordedSpan _recorded = new();
    private readonly DateTimeOffset _start = DateTimeOffset.MaxValue;

    private PeriodDigests(CurrencyInputs inputs, AnnualizationBasis basis, double annualRiskFreeRate)
    {
        _inputs = inputs;
        _basis = basis;
        _annualRiskFreeRate = annualRiskFreeRate;
        foreach (var outcome in inputs.Outcomes)
            Add(outcome);
        if (inputs.Curve is not { } curve)
            return;

        _recorded.Add(curve.Points[0].Time);
        if (curve.Points.Count > 1)
            _start = EquityTally.FirstDayEnd(curve.Points[0].Time, curve.Points[1].Time).AddDays(-1);
        foreach (var point in curve.Points.Skip(1))
        {
            _recorded.Add(point.Time);
            Day(PeriodBounds.ClosedBy(MetricsPeriod.Daily, point.Time)).Add(2L).Add(point.Time).Add(point.Equity).Add(point.Flow);
        }
    }

    /// <summary>The rows, by period, then by start.</summary>
    public static List<(MetricsPeriod Period, PeriodBounds Bounds, string Hash)> Of(
        CurrencyInputs inputs, AnnualizationBasis basis, double annualRiskFreeRate)
    {
        using var digests = new PeriodDigests(inputs, basis, annualRiskFreeRate);
        return [.. digests.Rows()];
    }

    public void Dispose()
    {
        foreach (var hash in _days.Values)
            hash.Dispose();
    }

    private IEnumerable<(MetricsPeriod Period, PeriodBounds Bounds, string Hash)> Rows()
    {
        (DateTimeOffset Start, byte[] Hash)[] days = [.. _days.Select(day => (day.Key, day.Value.Finish()))];
        if (days.Length == 0)
            yield break;
        foreach (var period in PeriodBounds.Repeating)
        {
            foreach (var group in days.GroupBy(day => PeriodBounds.Containing(period, day.Start)))
                yield return (period, group.Key, Hash(period, group.Key, group));
        }

        var all = new PeriodBounds(_start < days[0].Start ? _start : days[0].Start, days[^1].Start.AddDays(1));
        yield return (MetricsPeriod.AllTime, all, Hash(MetricsPeriod.AllTime, all, days));
    }

    private string Hash(MetricsPeriod period, PeriodBounds bounds, IEnumerable<(DateTimeOffset Start, byte[] Hash)> days)
    {
        var (open, recorded) = _recorded.Between(bounds.Start, bounds.End);
        using var hash = new CanonicalHash();
        hash.Add(_inputs.Currency.Code).Add(_basis.PeriodsPerYear).Add(_basis.FillsAbsentDays ? 1 : 0).Add(_annualRiskFreeRate)
            .Add((long)period).Add(bounds.Start).Add(bounds.End).Add(open).Add(recorded);
        AddOpening(hash, bounds, period == MetricsPeriod.AllTime);
        foreach (var day in days)
            hash.Add(day.Start).Add(day.Hash);
        return Convert.ToHexStringLower(hash.Finish());
    }

    private void AddOpening(CanonicalHash hash, PeriodBounds bounds, bool isAllTime)
    {
        if (_inputs.Curve is not { } curve)
            return;
        int low = 0, high = curve.Units.Length;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (curve.Units[middle].Time <= bounds.Start)
                low = middle + 1;
            else
                high = middle;
        }

        var opening = curve.Units[isAllTime ? 0 : Math.Max(low - 1, 0)];
        var goesOn = _basis.FillsAbsentDays && curve.Units[^1].Time > bounds.End;
        hash.Add(goesOn ? 1L : 0L).Add(opening.Time).Add(opening.Point.Equity).Add(opening.Base);
    }

    private void Add(RecordedOutcome outcome)
    {
        var day = Day(PeriodBounds.Containing(MetricsPeriod.Daily, outcome.Instant));
        if (outcome.Trade is not { } trade)
        {
            _recorded.Add(outcome.Instant);
            day.Add(1L).Add(outcome.Instant).Add(outcome.Fee).Add(outcome.Funding);
            return;
        }

        _recorded.AddTrade(trade.OpenedAt, trade.ClosedAt);
        day.Add(0L).Add(trade.OpenedAt).Add(trade.ClosedAt).Add(trade.Profit.Amount).Add(trade.Fee).Add(trade.Funding)
            .Add(trade.EntryNotional).Add(trade.Turnover);
    }

    private CanonicalHash Day(PeriodBounds bounds)
    {
        if (!_days.TryGetValue(bounds.Start, out var day))
            _days[bounds.Start] = day = new CanonicalHash();
        return day;
    }
}
