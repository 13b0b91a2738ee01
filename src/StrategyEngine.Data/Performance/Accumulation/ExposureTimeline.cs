namespace StrategyEngine.Data.Performance.Accumulation;

/// <summary>The time during which at least one position was open: spans that do not touch, in order.</summary>
/// <remarks>
/// Trades come in the order in which they close, so that a new one can only swallow spans at the end: constant time for each, taken over
/// all, and a binary search for each question.
/// </remarks>
internal sealed class ExposureTimeline
{
    private readonly List<(long Start, long End, long Before)> _spans = [];

    public void Add(DateTimeOffset openedAt, DateTimeOffset closedAt)
    {
        var (start, end) = (openedAt.UtcTicks, closedAt.UtcTicks);
        while (_spans.Count > 0 && _spans[^1].End >= start)
        {
            start = Math.Min(start, _spans[^1].Start);
            end = Math.Max(end, _spans[^1].End);
            _spans.RemoveAt(_spans.Count - 1);
        }

        _spans.Add((start, end, _spans.Count == 0 ? 0 : Total));
    }

    /// <summary>How many ticks between two instants a position was open.</summary>
    public long Between(DateTimeOffset from, DateTimeOffset to) => to <= from ? 0 : Until(to.UtcTicks) - Until(from.UtcTicks);

    private long Total => _spans[^1].Before + _spans[^1].End - _spans[^1].Start;

    private long Until(long instant)
    {
        int low = 0, high = _spans.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_spans[middle].Start < instant)
                low = middle + 1;
            else
                high = middle;
        }

        if (low == 0)
            return 0;
        var (start, end, before) = _spans[low - 1];
        return before + Math.Min(end, instant) - start;
    }
}
