using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance.Accumulation;

namespace StrategyEngine.Data.Performance;

/// <summary>What an account was worth over time, in one currency.</summary>
/// <remarks>
/// <para>Immutable and safe for concurrent use. Equity is exact; returns and depths are doubles.</para>
/// <para>Returns and drawdowns are time-weighted: they are those of a unit of the account, which deposits and withdrawals
/// (<see cref="EquityPoint.Flow"/>) neither raise nor lower. A return between two points is (equity - flow) / equity before - 1.</para>
/// </remarks>
public sealed class EquityCurve
{
    private readonly UnitPoint[] _units;
    private readonly EquityPoint[] _points;

    /// <summary>Takes the points of the curve; the first is the starting equity, whose flow does not count.</summary>
    /// <param name="currency">What all equity is in.</param>
    /// <param name="points">At least one point, each later than the one before.</param>
    /// <exception cref="ArgumentException">There is no point, or two points are not in strictly ascending order of time.</exception>
    /// <exception cref="TradingDataException"><paramref name="currency"/> is the default value, which is no currency
    /// (<c>currency.missing</c>).</exception>
    public EquityCurve(Currency currency, IEnumerable<EquityPoint> points)
        : this(new Money(0, currency).Currency, Valued(points))
    {
    }

    private EquityCurve(Currency currency, UnitPoint[] units)
    {
        Currency = currency;
        _units = units;
        _points = [.. units.Select(unit => unit.Point)];
    }

    /// <summary>What all equity is in.</summary>
    public Currency Currency { get; }

    /// <summary>The points in order of time, in UTC.</summary>
    public IReadOnlyList<EquityPoint> Points => _points;

    /// <summary>The simple returns between consecutive points, as fractions.</summary>
    /// <value>One fewer than the points; null where a return has no positive equity to be measured against.</value>
    public IReadOnlyList<double>? Returns
    {
        get
        {
            var returns = new double[_units.Length - 1];
            for (var i = 1; i < _units.Length; i++)
            {
                if (_units[i - 1].ReturnTo(_units[i]) is not { } value)
                    return null;
                returns[i - 1] = value;
            }

            return returns;
        }
    }

    /// <summary>The distance from the running peak at each point: the underwater curve.</summary>
    /// <value>One entry per point from the first positive equity on; empty where there is none.</value>
    public IReadOnlyList<DrawdownPoint> Drawdowns
    {
        get
        {
            var drawdowns = new List<DrawdownPoint>(_units.Length);
            var tracker = new DrawdownTracker(_units[0]);
            for (var i = 0; i < _units.Length; i++)
            {
                if (i > 0)
                    tracker.Add(_units[i]);
                if (tracker.Current is { } depth)
                    drawdowns.Add(new DrawdownPoint(_units[i].Time, depth));
            }

            return drawdowns;
        }
    }

    /// <summary>The deepest fall from a peak; the earliest of equals.</summary>
    /// <value>Depth zero where nothing fell; null where equity never was positive.</value>
    public Drawdown? MaximumDrawdown
    {
        get
        {
            var tracker = new DrawdownTracker(_units[0]);
            foreach (ref readonly var unit in _units.AsSpan(1))
                tracker.Add(unit);
            return tracker.Deepest;
        }
    }

    internal ReadOnlySpan<UnitPoint> Units => _units;

    /// <summary>Builds the realised curve: starting equity, then one step per closed trade.</summary>
    /// <param name="start">The starting equity and its instant.</param>
    /// <param name="currency">What the equity and all profits are in.</param>
    /// <param name="trades">Closed trades in any order, each after <paramref name="start"/>; those of one instant make one step.</param>
    /// <returns>A curve that ignores the open positions between closes.</returns>
    /// <exception cref="ArgumentException">A trade closed at or before the start.</exception>
    /// <exception cref="CurrencyMismatchException">A profit is in another currency.</exception>
    public static EquityCurve FromTrades(EquityPoint start, Currency currency, IEnumerable<ClosedTrade> trades)
    {
        ArgumentNullException.ThrowIfNull(trades);
        var points = new List<EquityPoint> { start };
        foreach (var step in trades.GroupBy(trade => trade.ClosedAt.ToUniversalTime()).OrderBy(step => step.Key))
        {
            if (step.Key <= start.Time)
            {
                throw new ArgumentException(
                    "A trade closed before the curve starts. Start it earlier, with the equity before the first trade.", nameof(trades));
            }

            var equity = step.Aggregate(new Money(points[^1].Equity, currency), (sum, trade) => sum + trade.Profit);
            points.Add(new EquityPoint(step.Key, equity.Amount));
        }

        return new EquityCurve(currency, points);
    }

    /// <summary>Adds up the curves of several accounts.</summary>
    /// <param name="curves">At least one curve, all in one currency.</param>
    /// <returns>
    /// A point at each instant at which one of them has one. An account that joins later is a deposit; after its last point it stands
    /// still.
    /// </returns>
    /// <exception cref="ArgumentException">There is no curve.</exception>
    /// <exception cref="CurrencyMismatchException">They are in several currencies.</exception>
    public static EquityCurve Sum(IEnumerable<EquityCurve> curves)
    {
        ArgumentNullException.ThrowIfNull(curves);
        EquityCurve[] all = [.. curves];
        if (all.Length == 0)
            throw new ArgumentException("A sum needs at least one equity curve.", nameof(curves));
        if (all.FirstOrDefault(curve => curve.Currency != all[0].Currency) is { } other)
            throw new CurrencyMismatchException(all[0].Currency, other.Currency);
        if (all.Length == 1)
            return all[0];

        var equity = new decimal[all.Length];
        var points = new List<EquityPoint>();
        var marks = all.SelectMany((curve, account) => curve._points.Select((point, index) => (point, index, account)));
        foreach (var instant in marks.OrderBy(mark => mark.point.Time).GroupBy(mark => mark.point.Time))
        {
            var flow = 0m;
            foreach (var (point, index, account) in instant)
            {
                flow += index == 0 ? point.Equity : point.Flow;
                equity[account] = point.Equity;
            }

            points.Add(new EquityPoint(instant.Key, equity.Sum(), flow));
        }

        return new EquityCurve(all[0].Currency, points);
    }

    /// <summary>
    /// The curve with one point per UTC day: the starting equity, then the last equity of each day, dated its closing midnight.
    /// </summary>
    /// <param name="basis">Whether days without a point count.</param>
    /// <returns>
    /// A daily curve; its returns annualise with <see cref="AnnualizationBasis.PeriodsPerYear"/>. The daily curve of a daily curve is the
    /// same curve.
    /// </returns>
    /// <remarks>
    /// A point at midnight closes the day that ends then. The starting point is what the first day is measured against: its own day if
    /// another point follows on it, and otherwise the next one. The flow of a day is the sum of its flows; its return links the returns
    /// between them.
    /// </remarks>
    public EquityCurve Daily(AnnualizationBasis basis)
    {
        ArgumentNullException.ThrowIfNull(basis);
        var daily = new List<UnitPoint> { _units[0] };
        var next = _units.Length > 1 ? EquityTally.FirstDayEnd(_units[0].Time, _units[1].Time) : default;
        foreach (var day in _units.Skip(1).GroupBy(unit => PeriodBounds.DayEnd(unit.Time)))
        {
            for (; basis.FillsAbsentDays && next < day.Key; next = next.AddDays(1))
                daily.Add(daily[^1].Unchanged(next));
            var last = day.Last();
            daily.Add(last with { Point = new EquityPoint(day.Key, last.Point.Equity, day.Sum(unit => unit.Point.Flow)) });
            next = day.Key.AddDays(1);
        }

        return new EquityCurve(Currency, [.. daily]);
    }

    private static UnitPoint[] Valued(IEnumerable<EquityPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        var valuation = new UnitValuation();
        UnitPoint[] units = [.. points.Select(point => valuation.Next(point with { Time = point.Time.ToUniversalTime() }))];
        if (units.Length == 0)
            throw new ArgumentException("An equity curve has at least its starting point.", nameof(points));

        for (var i = 1; i < units.Length; i++)
        {
            if (units[i].Time <= units[i - 1].Time)
            {
                throw new ArgumentException(
                    $"The points of an equity curve ascend in time; point {i} does not. Order them, and keep one per instant.",
                    nameof(points));
            }
        }

        return units;
    }

    /// <summary>How many points, from when to when.</summary>
    public override string ToString() =>
        Printed.Text($"EquityCurve of {Printed.Count(_points.Length, "point")} in {Currency}, {_points[0]} to {_points[^1]}");
}
