namespace StrategyEngine.Data.Trading.Positions;

/// <summary>The fills of one strategy in their order, each with what is held after it. Not thread-safe.</summary>
/// <remarks>
/// A fill that comes last costs one step. A late one costs a step for each fill that follows it: what came before stays.
/// </remarks>
internal sealed class StrategyFills(PositionEngine engine, Guid? strategyId)
{
    private readonly List<PositionStep> _steps = [];

    public Guid? StrategyId => strategyId;

    public IReadOnlyList<PositionStep> Steps => _steps;

    public PositionState State => _steps is [.., var last] ? last.After : engine.Empty(strategyId);

    /// <summary>The round trips in the order in which they were opened, each as it is now.</summary>
    public IReadOnlyCollection<RoundTrip> Trades
    {
        get
        {
            // A later fill of the order that closed one may have gone on with it.
            var trades = new OrderedDictionary<TradeKey, RoundTrip>();
            foreach (var trade in _steps.SelectMany(step => step.Trades))
                trades[trade.Key] = trade;
            return trades.Values;
        }
    }

    /// <summary>Books a fill in its place.</summary>
    /// <returns>The steps that are new, and those that they take the place of.</returns>
    /// <exception cref="FillException">It or one that follows it cannot be booked; all is as before.</exception>
    public BookChange Insert(VenueFill fill)
    {
        var place = PlaceOf(fill);
        if (place == _steps.Count)
        {
            _steps.Add(engine.Apply(State, fill));
            return new BookChange(strategyId, [], [_steps[^1]]);
        }

        IReadOnlyList<PositionStep> replaced = [.. _steps.Skip(place)];
        Replace(place, replaced.Select(step => step.Fill).Prepend(fill));
        return new BookChange(strategyId, replaced, [.. _steps.Skip(place)]);
    }

    /// <summary>Books all fills anew.</summary>
    /// <exception cref="FillException">One cannot be booked; all is as before.</exception>
    public void Rederive() => Replace(0, _steps.Select(step => step.Fill));

    private void Replace(int place, IEnumerable<VenueFill> fills)
    {
        var state = place == 0 ? engine.Empty(strategyId) : _steps[place - 1].After;
        var steps = new List<PositionStep>();
        foreach (var fill in fills)
        {
            steps.Add(engine.Apply(state, fill));
            state = steps[^1].After;
        }

        _steps.RemoveRange(place, _steps.Count - place);
        _steps.AddRange(steps);
    }

    private int PlaceOf(VenueFill fill)
    {
        var (low, high) = (0, _steps.Count);
        if (high > 0 && FillOrder.Instance.Compare(_steps[^1].Fill, fill) < 0)
            return high;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (FillOrder.Instance.Compare(_steps[middle].Fill, fill) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
