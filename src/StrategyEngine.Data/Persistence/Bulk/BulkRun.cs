using System.Data.Common;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Encryption.Mapping;
using StrategyEngine.Data.Persistence.Statements;

namespace StrategyEngine.Data.Persistence.Bulk;

/// <summary>
/// One call of <see cref="BulkWriter"/>: gathers records into batches, writes them and keeps the counts. Not thread-safe.
/// </summary>
internal sealed class BulkRun(
    TradingProvider provider,
    OpenContextPool openContexts,
    TimeProvider timeProvider,
    DbContext context,
    BulkEntity entity,
    bool updates,
    IProgress<BulkProgress>? progress)
{
    private readonly List<object> _records = [];
    private readonly List<RefusedRecord> _refusals = [];
    private long _index;
    private BulkProgress _counts;

    /// <summary>Takes one record.</summary>
    /// <returns>Whether the batch is full and must be flushed before the next one.</returns>
    public bool Add(object? record)
    {
        if (record is null)
        {
            throw new ArgumentException(
                $"The record at index {_index + _records.Count} is null. Leave it out; what came before may be stored already.",
                nameof(record));
        }

        _records.Add(record);
        return _records.Count == BulkWriter.BatchSize;
    }

    /// <summary>Writes what was gathered, in one transaction. On the thread pool, because it computes, and some drivers block.</summary>
    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_records.Count == 0)
            return;
        await Task.Run(() => WriteAsync(cancellationToken), cancellationToken).ConfigureAwait(false);
        _records.Clear();
        progress?.Report(_counts);
    }

    public async Task<BulkResult> CompleteAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken).ConfigureAwait(false);
        return new BulkResult(_counts.Inserted, _counts.Updated, _counts.Unchanged, _counts.Refused, _refusals);
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        using var use = RingModels.Use(context);
        if (entity.Encryption is { Slot: not null } model && EncryptionOptionsExtension.RingOf(context) is { } ring)
            await SealingAsync(() => ring.PrepareAsync(model, inTransaction: false, cancellationToken)).ConfigureAwait(false);
        var now = Instants.Now(timeProvider);
        var refusals = new List<RefusedRecord>();
        List<BulkRow> rows = [];
        await SealingAsync(() =>
        {
            rows = Settle(now, refusals);
            return ValueTask.CompletedTask;
        }).ConfigureAwait(false);

        var (inserted, updated) = (0, 0);
        if (rows.Count > 0)
        {
            try
            {
                var batch = new BulkBatch(provider, context, entity, rows, updates, now);
                (inserted, updated) = await ConflictRetry.RunAsync(
                    context, provider, token => openContexts.UseAsync(batch.WriteAsync, token), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (Translate(exception, cancellationToken) is { } translated)
            {
                throw translated;
            }
        }

        _index += _records.Count;
        _refusals.AddRange(refusals.Take(BulkWriter.MaxListedRefusals - _refusals.Count));
        _counts = new BulkProgress(
            _counts.Inserted + inserted,
            _counts.Updated + updated,
            _counts.Unchanged + _records.Count - refusals.Count - inserted - updated,
            _counts.Refused + refusals.Count);
    }

    // The last of several records with one key, and all in the order of their keys.
    private List<BulkRow> Settle(DateTimeOffset now, List<RefusedRecord> refusals)
    {
        var settled = new Dictionary<object?[], BulkRow>(_records.Count, entity.Order);
        for (var i = 0; i < _records.Count; i++)
        {
            if (entity.Prepare(_records[i], context, now, out var fault) is { } row)
                settled[row.Stored] = row;
            else
                refusals.Add(new RefusedRecord(_index + i, fault.Field, fault.Reason));
        }

        var rows = settled.Values.ToList();
        rows.Sort((left, right) => entity.Order.Compare(left.Stored, right.Stored));
        return rows;
    }

    private static async Task SealingAsync(Func<ValueTask> work)
    {
        try
        {
            await work().ConfigureAwait(false);
        }
        catch (EncryptionException reason)
        {
            throw new EncryptionUpdateException(reason);
        }
    }

    private Exception? Translate(Exception exception, CancellationToken cancellationToken)
    {
        if (exception is OperationCanceledException)
            return null;
        var cause = Cause(exception);
        if (cause is not null && cancellationToken.IsCancellationRequested)
            return new OperationCanceledException("The bulk write was cancelled.", exception, cancellationToken);
        var error = provider.Classify(exception);
        var outcome = $" The batch was rolled back; the {_counts.Total} records of earlier batches stay as they were written.";
        var why = DatabaseErrorText.Of(provider, error.Kind, "Grant it SELECT, INSERT and UPDATE on the table.");
        return error.Kind switch
        {
            DatabaseErrorKind.Conflict => new WriteConflictException(why + outcome, exception, []),
            DatabaseErrorKind.Busy or DatabaseErrorKind.Transient =>
                new DatabaseUnavailableException($"{why}{outcome} What is stored already is not written twice.", exception, []),
            _ =>
                SaveFailure.Refused(error, entity.Name, outcome, cause, [])
                    ?? (cause is null ? null : new BulkWriteException(error.Kind, why + outcome, cause)),
        };
    }

    private static DbException? Cause(Exception? exception)
    {
        while (exception is not (null or DbException))
            exception = exception.InnerException;
        return exception as DbException;
    }
}
