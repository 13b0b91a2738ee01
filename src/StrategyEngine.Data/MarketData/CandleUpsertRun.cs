using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>One call of <see cref="CandleStore"/>'s upsert: checks rows, gathers them into batches, writes them and keeps the counts.</summary>
internal sealed class CandleUpsertRun
{
    private readonly CandleTable _table;
    private readonly Guid _assetId;
    private readonly Timeframe _timeframe;
    private readonly IProgress<CandleUpsertProgress>? _progress;
    private readonly CandleBatch _batch = new();
    private readonly List<RefusedCandle> _refusals = [];
    private long _index;
    private long _inserted;
    private long _updated;
    private long _unchanged;
    private long _refused;

    public CandleUpsertRun(CandleTable table, Guid assetId, Timeframe timeframe, IProgress<CandleUpsertProgress>? progress)
    {
        _table = table;
        _assetId = assetId;
        _timeframe = timeframe;
        _progress = progress;
    }

    /// <summary>Takes one row.</summary>
    /// <returns>Whether the batch is full and must be flushed before the next row.</returns>
    public bool Add(in CandleRow row)
    {
        var index = _index++;
        if (CandleRules.Check(_timeframe, row) is not var (field, reason))
        {
            _batch.Add(row);
            return _batch.IsFull;
        }

        _refused++;
        if (_refusals.Count < CandleStore.MaxListedRefusals)
            _refusals.Add(new RefusedCandle(index, row, field, reason));

        return false;
    }

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_batch.IsEmpty)
            return;

        var rows = _batch.Settle(out var superseded);
        _unchanged += superseded;
        for (var start = 0; start < rows.Length; start += CandleBatch.TransactionSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var slice = rows.Slice(start, Math.Min(CandleBatch.TransactionSize, rows.Length - start));
            var changes = await _table.UpsertAsync(_assetId, _timeframe, slice, cancellationToken: cancellationToken).ConfigureAwait(false);
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
        return new CandleUpsertResult(_inserted, _updated, _unchanged, _refused, _refusals);
    }
}
