using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>Goes on from a stored state with the candles that follow. Not thread-safe.</summary>
/// <remarks>
/// Candles and what is recorded of them are read as they are at one moment, and the hash of a state is that of what was calculated with. So
/// a candle that changes during the update makes a difference at the next one.
/// </remarks>
internal sealed class IndicatorExtension(
    CandleTable candles,
    IndicatorTable table,
    CandleRange series,
    byte[] stored,
    IndicatorPosition position,
    IndicatorCalculation calculation,
    RecordedHash hash,
    IProgress<IndicatorProgress>? progress,
    long computed) : IDisposable
{
    private const int BatchSize = 5_000, CheckpointDistance = 250, SliceLength = 24_000;

    private readonly Queue<(long OpenTime, uint Value)> _recorded = [];
    private readonly List<IndicatorValues> _values = [];
    private byte[] _stored = stored;
    private IndicatorPosition _next = position;
    private long _last, _first = position.First, _count = position.Last?.Count ?? 0;
    private int _batch;

    /// <summary>How far the stored values reach.</summary>
    public IndicatorPosition Position { get; private set; } = position;

    /// <summary>The open time of the last candle that was stored already.</summary>
    public long? Start { get; } = position.Last?.LastOpenTime;

    public long Computed { get; private set; } = computed;

    /// <summary>Calculates to the last closed candle.</summary>
    /// <returns>False if another update was faster.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        var rest = series with { From = Start + 1 ?? long.MinValue };
        while (await candles.FindSliceAsync(rest, SliceLength, cancellationToken).ConfigureAwait(false) is { } slice)
        {
            var content = await candles.ReadSliceAsync(slice, cancellationToken).ConfigureAwait(false);
            foreach (var slot
                in content.Blocks.SelectMany(CoverageSlots.Recorded).Where(slot => slot.OpenTime >= slice.From && slot.OpenTime < slice.To))
            {
                _recorded.Enqueue(slot);
            }

            foreach (var row in content.Rows)
            {
                // Whoever reads the record alone does not see it either: until it is closed, it is not there.
                if (!row.Closed)
                    continue;
                Add(row);
                if (_batch == BatchSize && !await WriteAsync(cancellationToken).ConfigureAwait(false))
                    return false;
            }

            rest = rest with { From = slice.To };
        }

        return await WriteAsync(cancellationToken).ConfigureAwait(false);
    }

    public void Dispose() => hash.Dispose();

    private void Add(in CandleRow row)
    {
        while (_recorded.TryPeek(out var slot) && slot.OpenTime <= row.OpenTime)
        {
            hash.Add(slot.OpenTime, slot.Value);
            _recorded.Dequeue();
        }

        var values = calculation.Add(series.AssetId, series.Timeframe, row);
        if (row.OpenTime >= Position.Floor)
            _values.Add(values);
        _first = Math.Min(_first, row.OpenTime);
        _last = row.OpenTime;
        _count++;
        if (++_batch % CheckpointDistance == 0)
            Mark();
    }

    private void Mark() => _next = _next.Advance(_first, new IndicatorCheckpoint(_last, _count, hash.Current(), calculation.Save()));

    private async Task<bool> WriteAsync(CancellationToken cancellationToken)
    {
        if (_batch == 0)
            return true;
        if (_batch % CheckpointDistance != 0)
            Mark();
        if (!await table.WriteAsync(_stored, _next, _values, cancellationToken).ConfigureAwait(false))
            return false;
        (_stored, Position) = (_next.ToBytes(), _next);
        Computed += _batch;
        _batch = 0;
        _values.Clear();
        progress?.Report(new IndicatorProgress(Computed, DateTimeOffset.FromUnixTimeMilliseconds(_last)));
        return true;
    }
}
