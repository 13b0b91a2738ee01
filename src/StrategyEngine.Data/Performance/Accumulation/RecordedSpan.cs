namespace StrategyEngine.Data.Performance.Accumulation;

/// <summary>How much of a period was recorded, and how much of that with an open position.</summary>
internal sealed class RecordedSpan
{
    private readonly ExposureTimeline _exposure = new();
    private DateTimeOffset _first = DateTimeOffset.MaxValue;
    private DateTimeOffset _last = DateTimeOffset.MinValue;

    public void AddTrade(DateTimeOffset openedAt, DateTimeOffset closedAt)
    {
        _exposure.Add(openedAt, closedAt);
        Add(openedAt);
        Add(closedAt);
    }

    public void Add(DateTimeOffset instant)
    {
        if (instant < _first)
            _first = instant;
        if (instant > _last)
            _last = instant;
    }

    /// <summary>Ticks with an open position, and ticks that are recorded, between two instants.</summary>
    public (long Open, long Recorded) Between(DateTimeOffset start, DateTimeOffset end)
    {
        var from = start > _first ? start : _first;
        var to = end < _last ? end : _last;
        return to <= from ? (0, 0) : (_exposure.Between(from, to), (to - from).Ticks);
    }
}
