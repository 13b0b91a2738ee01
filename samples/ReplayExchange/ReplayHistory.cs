namespace ReplayExchange;

/// <summary>What has happened so far, as REST tells it.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class ReplayHistory
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ReplayMarket, (int Closed, ReplayBar? Current)> _states = [];

    public void Apply(ReplayStep step)
    {
        lock (_lock)
            _states[step.Market] = step.IsFinal ? (step.BarIndex + 1, null) : (step.BarIndex, step.State);
    }

    /// <summary>The bars up to now, the last of which may be open.</summary>
    public IReadOnlyList<ReplayBar> Bars(ReplayMarket market, long? startTime, long? endTime, int limit)
    {
        (int Closed, ReplayBar? Current) state;
        lock (_lock)
            state = _states.GetValueOrDefault(market);

        var known = market.Bars.Take(state.Closed);
        if (state.Current is { } current)
            known = known.Append(current);

        var selected = known.Where(bar => bar.OpenTime >= (startTime ?? long.MinValue) && bar.OpenTime <= (endTime ?? long.MaxValue));

        // Without a start, Binance answers the newest ones.
        return [.. startTime is null ? selected.TakeLast(limit) : selected.Take(limit)];
    }
}
