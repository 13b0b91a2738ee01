using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>
/// One call of <see cref="CandleStore"/>'s upsert: checks rows, gathers them into batches, writes them and keeps the counts.
/// </summary>
internal sealed class CandleUpsertRun
{
    private const int QuarantineSize = 500;

    private readonly CandleTable _table;
    private readonly CandleQuarantine? _quarantine;
    private readonly Guid _assetId;
    private readonly Timeframe _timeframe;
    private readonly CandleInspection _inspection;
    private readonly IProgress<CandleUpsertProgress>? _progress;
    private readonly CandleBatch _batch = new();
    private readonly List<RefusedCandle> _refusals = [];
    private readonly List<RefusedCandle> _toQuarantine = [];
    private readonly List<CandleWarning> _warnings = [];
    private long _index;
    private long _inserted;
    private long _updated;
    private long _unchanged;
    private long _refused;
    private long _doubtful;
    private long _roundedVolumes;

    public CandleUpsertRun(
        CandleTable table,
        CandleQuarantine? quarantine,
        Guid assetId,
        Timeframe timeframe,
        CandleInspection inspection,
        IProgress<CandleUpsertProgress>? progress)
    {
        _table = table;
        _quarantine = quarantine;
        _assetId = assetId;
        _timeframe = timeframe;
        _inspection = inspection;
        _progress = progress;
    }

    /// <summary>Takes one row.</summary>
    /// <returns>Whether the batch is full and must be flushed before the next row.</returns>
    public bool Add(in CandleRow candle)
    {
        var index = _index++;
        var rounded = CandleVolumes.Round(candle, out var row);
        if (_inspection.Inspect(row, out var isRefused) is var (field, reason))
        {
            if (isRefused)
                return Refuse(new RefusedCandle(index, candle, field, reason));
            _doubtful++;
            if (_warnings.Count < CandleStore.MaxListedRefusals)
                _warnings.Add(new CandleWarning(index, row, field, reason));
        }

        _roundedVolumes += rounded;
        _batch.Add(row);
        return _batch.IsFull;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_toQuarantine.Count > 0 && _quarantine is not null)
        {
            await _quarantine.AddAsync(_assetId, _timeframe, _toQuarantine, cancellationToken).ConfigureAwait(false);
            _toQuarantine.Clear();
        }

        if (_batch.IsEmpty)
            return;

        var rows = _batch.Settle(out var superseded);
        _unchanged += superseded;
        for (var start = 0; start < rows.Length; start += CandleBatch.TransactionSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var slice = rows.Slice(start, Math.Min(CandleBatch.TransactionSize, rows.Length - start));
            var changes = await _table.UpsertAsync(new CandleWrite(_assetId, _timeframe, slice), cancellationToken).ConfigureAwait(false);
            _inserted += changes.Inserted;
            _updated += changes.Updated;
            _unchanged += slice.Length - changes.Inserted - changes.Updated;
            _progress?.Report(new CandleUpsertProgress(_inserted, _updated, _unchanged, _refused));
        }

        _batch.Clear();
    }

    public async Task<CandleUpsertResult> CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        return new CandleUpsertResult(_inserted, _updated, _unchanged, _refused, _refusals)
        {
            Doubtful = _doubtful,
            Warnings = _warnings,
            RoundedVolumes = _roundedVolumes,
        };
    }

    private bool Refuse(RefusedCandle candle)
    {
        _refused++;
        if (_refusals.Count < CandleStore.MaxListedRefusals)
            _refusals.Add(candle);
        if (_quarantine is null)
            return false;
        _toQuarantine.Add(candle);
        return _toQuarantine.Count >= QuarantineSize;
    }
}
