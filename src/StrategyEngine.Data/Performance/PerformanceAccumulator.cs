using System.Diagnostics;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance.Accumulation;

namespace StrategyEngine.Data.Performance;

/// <summary>Measures trades and equity of one currency as they come, for every day, week, month and year and for all time.</summary>
/// <remarks>
/// <para>A trade or point costs the same however many came before it. Amounts are exactly those of a computation from the beginning, which
/// is this very one. It keeps one small tally for each period, and no trade.</para>
/// <para>Trades come in the order in which they closed, equity in order of time; the two orders do not depend on each other. Not
/// thread-safe.</para>
/// </remarks>
[DebuggerDisplay("PerformanceAccumulator of {Currency,nq}")]
public sealed class PerformanceAccumulator
{
    private readonly AnnualizationBasis _basis;
    private readonly double _annualRiskFreeRate;
    private readonly Func<MetricsPeriod, PeriodBounds, bool>? _isWanted;
    private readonly PeriodTallies<TradeTally>[] _trades =
    [
        .. PeriodBounds.Repeating.Select(period => new PeriodTallies<TradeTally>(period)),
    ];
    private readonly PeriodTallies<EquityTally>[] _equity =
    [
        .. PeriodBounds.Repeating.Select(period => new PeriodTallies<EquityTally>(period)),
    ];
    private readonly TradeTally _allTrades;
    private readonly UnitValuation _valuation = new();
    private readonly RecordedSpan _recorded = new();
    private EquityTally? _allEquity;
    private UnitPoint? _lastPoint;
    private bool _hasTrades;
    private DateTimeOffset _lastClose = DateTimeOffset.MinValue;
    private DateTimeOffset _start = DateTimeOffset.MaxValue;
    private DateTimeOffset _end = DateTimeOffset.MinValue;

    /// <summary>Begins with nothing.</summary>
    /// <param name="currency">What all amounts are in.</param>
    /// <param name="basis">How days are counted and annualised; <see cref="AnnualizationBasis.CalendarDays"/> if null.</param>
    /// <param name="annualRiskFreeRate">A fraction per year that the ratios count as no performance. 0 by default.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="annualRiskFreeRate"/> is not finite.</exception>
    /// <exception cref="TradingDataException"><paramref name="currency"/> is the default value, which is no currency
    /// (<c>currency.missing</c>).</exception>
    public PerformanceAccumulator(Currency currency, AnnualizationBasis? basis = null, double annualRiskFreeRate = 0)
        : this(currency, basis, annualRiskFreeRate, null)
    {
    }

    internal PerformanceAccumulator(
        Currency currency, AnnualizationBasis? basis, double annualRiskFreeRate, Func<MetricsPeriod, PeriodBounds, bool>? isWanted)
    {
        RequireRate(annualRiskFreeRate);
        Currency = new Money(0, currency).Currency;
        _basis = basis ?? AnnualizationBasis.CalendarDays;
        _annualRiskFreeRate = annualRiskFreeRate;
        _isWanted = isWanted;
        _allTrades = new TradeTally(currency);
    }

    /// <summary>What all amounts are in.</summary>
    public Currency Currency { get; }

    /// <summary>The figures over all time; null before the first trade or return.</summary>
    public PerformanceFigures? AllTime => _end < _start
        ? null
        : Figures(MetricsPeriod.AllTime, new PeriodBounds(_start, _end), _hasTrades ? _allTrades : null, _allEquity);

    /// <summary>Adds a trade.</summary>
    /// <param name="trade">A trade that closed no earlier than those before.</param>
    /// <exception cref="CurrencyMismatchException">
    /// Its profit, fee or funding is in another currency. What it paid in another one goes to that one's accumulator, by
    /// <see cref="AppendCost"/>.
    /// </exception>
    /// <exception cref="ArgumentException">It closed before the one that was added last, or before it opened.</exception>
    /// <exception cref="OverflowException">A sum exceeds the range of <see cref="decimal"/>.</exception>
    public void Append(ClosedTrade trade)
    {
        ArgumentNullException.ThrowIfNull(trade);
        TradeCurrencies.Demand(trade, Currency);
        if (trade.ClosedAt < trade.OpenedAt)
            throw new ArgumentException("The trade closed before it opened.", nameof(trade));
        Advance(trade.ClosedAt, nameof(trade));
        _recorded.AddTrade(trade.OpenedAt, trade.ClosedAt);
        foreach (var tallies in _trades)
            TallyAt(tallies, trade.ClosedAt)?.Add(trade);
        _allTrades.Add(trade);
    }

    /// <summary>Adds what was paid or received by a trade whose profit is in another currency.</summary>
    /// <param name="instant">When the trade closed, no earlier than those before.</param>
    /// <param name="fee">A fee, positive where it was paid; or null.</param>
    /// <param name="funding">Funding, positive where it was received; or null.</param>
    /// <exception cref="CurrencyMismatchException">An amount is in another currency.</exception>
    /// <exception cref="ArgumentException">It is earlier than what was added last.</exception>
    /// <exception cref="OverflowException">A sum exceeds the range of <see cref="decimal"/>.</exception>
    public void AppendCost(DateTimeOffset instant, Money? fee, Money? funding = null)
    {
        TradeCurrencies.Demand(fee, Currency);
        TradeCurrencies.Demand(funding, Currency);
        Advance(instant, nameof(instant));
        _recorded.Add(instant);
        foreach (var tallies in _trades)
            TallyAt(tallies, instant)?.AddCost(fee, funding);
        _allTrades.AddCost(fee, funding);
    }

    /// <summary>Adds a point of equity.</summary>
    /// <param name="point">A point later than those before; the first one is what the others are measured against.</param>
    /// <exception cref="ArgumentException">It is not later than the one that was added last.</exception>
    public void Append(EquityPoint point)
    {
        point = point with { Time = point.Time.ToUniversalTime() };
        if (_lastPoint is { } before && point.Time <= before.Time)
            throw new ArgumentException("The points of an equity curve ascend in time; this one does not.", nameof(point));
        _recorded.Add(point.Time);
        var unit = _valuation.Next(point);
        if (_lastPoint is { } opening)
        {
            foreach (var tallies in _equity)
                TallyAt(tallies, opening, unit)?.Add(unit);
            if (_allEquity is null)
            {
                var firstDayEnd = EquityTally.FirstDayEnd(opening.Time, unit.Time);
                _allEquity = new EquityTally(_basis, _annualRiskFreeRate, opening, firstDayEnd);
                Extend(PeriodBounds.ClosedBy(MetricsPeriod.Daily, firstDayEnd));
            }

            _allEquity.Add(unit);
            Extend(PeriodBounds.ClosedBy(MetricsPeriod.Daily, unit.Time));
        }

        _lastPoint = unit;
    }

    /// <summary>The figures of one period.</summary>
    /// <param name="period">Its length.</param>
    /// <param name="instant">An instant in it, from its first midnight up to, not including, its last.</param>
    /// <returns>The figures; null where no trade closed in it and no return belongs to it.</returns>
    public PerformanceFigures? Find(MetricsPeriod period, DateTimeOffset instant)
    {
        if (period == MetricsPeriod.AllTime)
            return AllTime;
        var bounds = PeriodBounds.Containing(period, instant);
        var index = Array.IndexOf(PeriodBounds.Repeating, period);
        var (trades, equity) = (_trades[index].Find(bounds.Start), _equity[index].Find(bounds.Start));
        return trades is null && equity is null ? null : Figures(period, bounds, trades, equity);
    }

    /// <summary>The figures of every period in which a trade closed or to which a return belongs, by length, then by start.</summary>
    public IEnumerable<PerformanceFigures> ReadAll()
    {
        for (var i = 0; i < _trades.Length; i++)
        {
            foreach (var bounds in _trades[i].Entries.Select(entry => entry.Bounds).Union(_equity[i].Entries.Select(entry => entry.Bounds))
                .OrderBy(bounds => bounds.Start))
            {
                var (trades, equity) = (_trades[i].Find(bounds.Start), _equity[i].Find(bounds.Start));
                if (trades is not null || equity is not null)
                    yield return Figures(_trades[i].Period, bounds, trades, equity);
            }
        }

        if (AllTime is { } all)
            yield return all;
    }

    internal static void RequireRate(double annualRiskFreeRate)
    {
        if (!double.IsFinite(annualRiskFreeRate))
        {
            throw new ArgumentOutOfRangeException(
                nameof(annualRiskFreeRate), annualRiskFreeRate, "The risk-free rate is a fraction per year, such as 0.04.");
        }
    }

    private PerformanceFigures Figures(MetricsPeriod period, PeriodBounds bounds, TradeTally? trades, EquityTally? equity)
    {
        var (open, recorded) = _recorded.Between(bounds.Start, bounds.End);
        return new PerformanceFigures(
            period,
            bounds.Start,
            bounds.End,
            (trades ?? new TradeTally(Currency)).Measure(),
            equity?.Measure(),
            recorded > 0 ? (double)open / recorded : null);
    }

    private void Advance(DateTimeOffset closedAt, string parameter)
    {
        if (closedAt < _lastClose)
        {
            throw new ArgumentException(
                "Trades are added in the order in which they closed, and this one closed earlier. Sort them by ClosedAt.", parameter);
        }

        _lastClose = closedAt;
        _hasTrades = true;
        Extend(PeriodBounds.Containing(MetricsPeriod.Daily, closedAt));
    }

    private void Extend(PeriodBounds day)
    {
        _start = day.Start < _start ? day.Start : _start;
        _end = day.End > _end ? day.End : _end;
    }

    private TradeTally? TallyAt(PeriodTallies<TradeTally> tallies, DateTimeOffset instant)
    {
        if (instant >= tallies.CurrentBounds.End)
        {
            var bounds = PeriodBounds.Containing(tallies.Period, instant);
            tallies.Begin(bounds, IsWanted(tallies.Period, bounds) ? new TradeTally(Currency) : null);
        }

        return tallies.Current;
    }

    private EquityTally? TallyAt(PeriodTallies<EquityTally> tallies, in UnitPoint opening, in UnitPoint unit)
    {
        if (unit.Time > tallies.CurrentBounds.End)
        {
            tallies.Current?.CloseAt(tallies.CurrentBounds.End);
            var bounds = PeriodBounds.ClosedBy(tallies.Period, unit.Time);

            // The days from the beginning of the period on count, but for those before the curve began.
            var firstDayEnd = bounds.Start.AddDays(1);
            if (tallies.Entries.Count == 0)
            {
                var begun = EquityTally.FirstDayEnd(opening.Time, unit.Time);
                firstDayEnd = begun > firstDayEnd ? begun : firstDayEnd;
            }

            tallies.Begin(
                bounds, IsWanted(tallies.Period, bounds) ? new EquityTally(_basis, _annualRiskFreeRate, opening, firstDayEnd) : null);
        }

        return tallies.Current;
    }

    private bool IsWanted(MetricsPeriod period, PeriodBounds bounds) => _isWanted?.Invoke(period, bounds) ?? true;
}
