using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance.Accumulation;

/// <summary>The tallies of one length of period, in ascending order; the last one is under way.</summary>
internal sealed class PeriodTallies<T>(MetricsPeriod period)
    where T : class
{
    private readonly List<(PeriodBounds Bounds, T? Tally)> _entries = [];

    public MetricsPeriod Period => period;

    public IReadOnlyList<(PeriodBounds Bounds, T? Tally)> Entries => _entries;

    public T? Current => _entries.Count > 0 ? _entries[^1].Tally : null;

    public PeriodBounds CurrentBounds => _entries.Count > 0 ? _entries[^1].Bounds : default;

    public void Begin(PeriodBounds bounds, T? tally) => _entries.Add((bounds, tally));

    /// <summary>The tally of the period that begins at an instant, or null.</summary>
    public T? Find(DateTimeOffset start)
    {
        int low = 0, high = _entries.Count - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var comparison = _entries[middle].Bounds.Start.CompareTo(start);
            if (comparison == 0)
                return _entries[middle].Tally;
            if (comparison < 0)
                low = middle + 1;
            else
                high = middle - 1;
        }

        return null;
    }
}
