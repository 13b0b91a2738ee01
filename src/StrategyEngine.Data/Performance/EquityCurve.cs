using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Performance;

/// <summary>What an account was worth over time.</summary>
/// <remarks>Immutable and safe for concurrent use. Equity is exact; returns and depths are doubles.</remarks>
public sealed class EquityCurve
{
    private static readonly Comparer<EquityPoint> ByTime = Comparer<EquityPoint>.Create((left, right) => left.Time.CompareTo(right.Time));
    private readonly EquityPoint[] _points;

    /// <summary>Takes the points of the curve; the first is the starting equity.</summary>
    /// <param name="points">At least one point, each later than the one before.</param>
    /// <exception cref="ArgumentException">There is no point, or two points are not in strictly ascending order of time.</exception>
    public EquityCurve(IEnumerable<EquityPoint> points)
    {
        ArgumentNullException.ThrowIfNull(points);
        _points = [.. points.Select(point => point with { Time = point.Time.ToUniversalTime() })];
        if (_points.Length == 0)
            throw new ArgumentException("An equity curve has at least its starting point.", nameof(points));

        for (var i = 1; i < _points.Length; i++)
        {
            if (_points[i].Time <= _points[i - 1].Time)
            {
                throw new ArgumentException(
                    $"The points of an equity curve ascend in time; point {i} does not. Order them, and keep one per instant.",
                    nameof(points));
            }
        }
    }

    /// <summary>Builds the realised curve: starting equity, then one step per closed trade.</summary>
    /// <param name="start">The starting equity and its instant.</param>
    /// <param name="trades">Closed trades in any order, each after <paramref name="start"/>; those of one instant make one step.</param>
    /// <returns>A curve that ignores the open positions between closes.</returns>
    /// <exception cref="ArgumentException">A trade closed at or before the start.</exception>
    public static EquityCurve FromTrades(EquityPoint start, IEnumerable<ClosedTrade> trades)
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

            points.Add(new EquityPoint(step.Key, points[^1].Equity + step.Sum(trade => trade.Profit)));
        }

        return new EquityCurve(points);
    }

    /// <summary>The points in order of time, in UTC.</summary>
    public IReadOnlyList<EquityPoint> Points => _points;

    /// <summary>The simple returns between consecutive points, as fractions.</summary>
    /// <value>One fewer than the points; null where a return has no positive equity to be measured against.</value>
    public IReadOnlyList<double>? Returns
    {
        get
        {
            var returns = new double[_points.Length - 1];
            for (var i = 1; i < _points.Length; i++)
            {
                if (_points[i - 1].Equity <= 0)
                    return null;
                returns[i - 1] = (double)((_points[i].Equity - _points[i - 1].Equity) / _points[i - 1].Equity);
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
            var drawdowns = new List<DrawdownPoint>(_points.Length);
            var peak = 0m;
            foreach (var point in _points)
            {
                peak = Math.Max(peak, point.Equity);
                if (peak > 0)
                    drawdowns.Add(new DrawdownPoint(point.Time, (double)((point.Equity - peak) / peak)));
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
            Drawdown? deepest = null;
            var depth = 0m;
            var peak = default(EquityPoint);
            foreach (var point in _points)
            {
                if (point.Equity > peak.Equity)
                    peak = point;
                if (peak.Equity <= 0)
                    continue;

                var fall = (point.Equity - peak.Equity) / peak.Equity;
                if (deepest is not null && fall >= depth)
                    continue;
                depth = fall;
                deepest = new Drawdown((double)fall, peak, point, null);
            }

            return deepest is { Depth: < 0 } ? deepest with { RecoveredAt = RecoveryOf(deepest) } : deepest;
        }
    }

    /// <summary>
    /// The curve with one point per UTC day: the starting equity, then the last equity of each day, dated its closing midnight.
    /// </summary>
    /// <param name="basis">Whether days without a point count.</param>
    /// <returns>A daily curve; its returns annualise with <see cref="AnnualizationBasis.PeriodsPerYear"/>.</returns>
    /// <remarks>
    /// A day runs from midnight up to, not including, the next. The starting point is what the first day is measured against: that is
    /// the day which starts with it, where it lies at midnight, and otherwise the first day with a later point.
    /// </remarks>
    public EquityCurve Daily(AnnualizationBasis basis)
    {
        ArgumentNullException.ThrowIfNull(basis);
        var daily = new List<EquityPoint> { _points[0] };
        var next = Midnight(_points[0].Time);
        if (_points[0].Time == next || (_points.Length > 1 && Midnight(_points[1].Time) == next))
            next = next.AddDays(1);
        else
            next = next.AddDays(2);

        foreach (var day in _points.Skip(1).GroupBy(point => Midnight(point.Time).AddDays(1)))
        {
            for (; basis.FillsAbsentDays && next < day.Key; next = next.AddDays(1))
                daily.Add(new EquityPoint(next, daily[^1].Equity));
            daily.Add(new EquityPoint(day.Key, day.Last().Equity));
            next = day.Key.AddDays(1);
        }

        return new EquityCurve(daily);
    }

    /// <summary>What happened in [from, to), opening with the equity that stood before; null where the curve starts later.</summary>
    internal EquityCurve? During(DateTimeOffset from, DateTimeOffset to) => Slice(FirstAtOrAfter(from), FirstAtOrAfter(to));

    /// <summary>
    /// The closes in (from, to] of a daily curve, opening with the close that stood at <paramref name="from"/>; null where the curve starts
    /// later.
    /// </summary>
    internal EquityCurve? ClosesDuring(DateTimeOffset from, DateTimeOffset to) =>
        Slice(FirstAtOrAfter(from.AddTicks(1)), FirstAtOrAfter(to.AddTicks(1)));

    private EquityCurve? Slice(int first, int end)
    {
        first = Math.Max(first - 1, 0);
        return first < end ? new EquityCurve(_points[first..end]) : null;
    }

    private int FirstAtOrAfter(DateTimeOffset time)
    {
        var index = Array.BinarySearch(_points, new EquityPoint(time, 0), ByTime);
        return index < 0 ? ~index : index;
    }

    private static DateTimeOffset Midnight(DateTimeOffset time) => new(time.UtcDateTime.Date, TimeSpan.Zero);

    private DateTimeOffset? RecoveryOf(Drawdown drawdown)
    {
        var index = Array.FindIndex(_points, point => point.Time > drawdown.Trough.Time && point.Equity >= drawdown.Peak.Equity);
        return index < 0 ? null : _points[index].Time;
    }

    /// <summary>How many points, from when to when.</summary>
    public override string ToString() =>
        Printed.Text($"EquityCurve of {Printed.Count(_points.Length, "point")}, {_points[0]} to {_points[^1]}");
}
