using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>The blocks of a slice at full length, on their way to being changed. Not thread-safe.</summary>
internal sealed class SliceCoverage
{
    private readonly CandleRange _range;
    private readonly SortedDictionary<long, byte[]> _slots = [];
    private readonly HashSet<long> _stored = [];

    public SliceCoverage(CandleRange range, IReadOnlyList<CandleCoverageBlock> blocks)
    {
        _range = range;
        foreach (var block in blocks)
        {
            var start = block.BlockStart.ToUnixTimeMilliseconds();
            _slots.Add(start, CoverageSlots.Expand(block.Slots));
            _stored.Add(start);
        }
    }

    public uint this[long openTime]
    {
        get => _slots.TryGetValue(CoverageSlots.BlockStart(_range.Timeframe, openTime), out var slots)
            ? CoverageSlots.Read(slots, CoverageSlots.Slot(_range.Timeframe, openTime))
            : CoverageSlots.Unknown;
        set
        {
            var start = CoverageSlots.BlockStart(_range.Timeframe, openTime);
            if (!_slots.TryGetValue(start, out var slots))
                _slots.Add(start, slots = new byte[CoverageSlots.BlockBytes]);
            CoverageSlots.Write(slots, CoverageSlots.Slot(_range.Timeframe, openTime), value);
        }
    }

    /// <summary>Everything recorded of the range, in ascending order of open time.</summary>
    public IEnumerable<(long OpenTime, uint Value)> Recorded() =>
        Blocks().SelectMany(CoverageSlots.Recorded).Where(slot => slot.OpenTime >= _range.From && slot.OpenTime < _range.To);

    /// <summary>Forgets what is recorded of the range, or only the candles of it.</summary>
    public IEnumerable<CandleCoverageBlock> Forget(bool keepsEmpty = false)
    {
        foreach (var (openTime, value) in Recorded().ToList())
        {
            if (value != CoverageSlots.Empty || !keepsEmpty)
                this[openTime] = CoverageSlots.Unknown;
        }

        return Blocks();
    }

    /// <summary>The blocks as they are now; one that holds nothing has no slots.</summary>
    public IEnumerable<CandleCoverageBlock> Blocks() => _slots
        .Select(block => new CandleCoverageBlock
        {
            AssetId = _range.AssetId,
            Timeframe = _range.Timeframe,
            BlockStart = DateTimeOffset.FromUnixTimeMilliseconds(block.Key),
            Slots = CoverageSlots.Trim(block.Value),
        })
        .Where(block => block.Slots.Length > 0 || _stored.Contains(block.BlockStart.ToUnixTimeMilliseconds()));
}
