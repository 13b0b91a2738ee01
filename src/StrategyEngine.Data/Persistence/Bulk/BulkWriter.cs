using System.Diagnostics;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence.Bulk;
using StrategyEngine.Data.Persistence.Statements;

namespace StrategyEngine.Data.Persistence;

/// <summary>
/// Writes records of any one entity type of the model in bulk, past the change tracker and by the engine's fastest way: signals, trades,
/// indicator values, a host's own. Candles have <c>CandleStore</c>.</summary>
/// <remarks>
/// <para>Stores what <c>SaveChanges</c> would: the same conversions, encryption, timestamps, versions and audit entries. A record is found
/// by its primary key, which it must have, or which is given to it where saving would do so without asking the database. The last state
/// wins, whatever version it was read at.</para>
/// <para>Each batch of up to <see cref="BatchSize"/> records is one transaction: all of it is stored, or nothing. Of several records with
/// one key in a batch the last one counts. A record that is stored as it is, is not written again; a <see cref="Secret{T}"/> that is given
/// anew counts as changed, since it is not opened to be compared.</para>
/// <para>A record with a value that its column cannot hold is left out and told in the result. What the database refuses rolls the batch
/// back.</para>
/// <para>Related records are not followed: write what others refer to first. Only an id that is given here is set on the record.</para>
/// <para>Thread-safe. Several processes may use one database.</para>
/// </remarks>
[DebuggerDisplay("BulkWriter of {_provider.Name,nq}")]
public sealed class BulkWriter
{
    /// <summary>The most records that one transaction writes.</summary>
    public const int BatchSize = 10_000;

    /// <summary>How many refused records a result lists; it counts all of them.</summary>
    public const int MaxListedRefusals = 1_000;

    private readonly TradingProvider _provider;
    private readonly Func<DbContext> _contexts;
    private readonly OpenContextPool _openContexts;
    private readonly TimeProvider _timeProvider;

    internal BulkWriter(TradingProvider provider, Func<DbContext> contexts, OpenContextPool openContexts, TimeProvider timeProvider)
    {
        _provider = provider;
        _contexts = contexts;
        _openContexts = openContexts;
        _timeProvider = timeProvider;
    }

    /// <summary>Inserts the records that are not stored, and changes those that are.</summary>
    /// <typeparam name="T">An entity type of the database's context, with a table of its own.</typeparam>
    /// <param name="records">The records, in any order; in constant memory if it is a stream.</param>
    /// <param name="progress">Told after each committed batch.</param>
    /// <param name="cancellationToken">Stops the write; the batches that were committed stay, and the same input may be written
    /// again.</param>
    /// <returns>The counts, and the refused records with their reasons.</returns>
    /// <exception cref="TradingDataException">The model has no such entity type, or it cannot be written in bulk
    /// (<c>persistence.bulk_model</c>).</exception>
    /// <exception cref="AppendOnlyRecordException">Records of this type are never changed: call
    /// <see cref="InsertMissingAsync{T}(IEnumerable{T}, IProgress{BulkProgress}?, CancellationToken)"/>.</exception>
    /// <exception cref="DuplicateRecordException">A unique key holds the value already.</exception>
    /// <exception cref="ReferencedRecordException">A record refers to one that is not there.</exception>
    /// <exception cref="InvalidRecordException">A value is missing or outside what the table allows.</exception>
    /// <exception cref="DatabaseUnavailableException">The database could not be reached or locked in time.</exception>
    /// <exception cref="WriteConflictException">The engine gave the batch up in favour of another writer, again and again.</exception>
    /// <exception cref="BulkWriteException">The database failed: its disk is full, it may not be written, it is damaged, it has no such
    /// table.</exception>
    /// <exception cref="EncryptionUpdateException">A value could not be sealed.</exception>
    public Task<BulkResult> UpsertAsync<T>(
        IEnumerable<T> records, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(records);
        return WriteAsync(records, updates: true, progress, cancellationToken);
    }

    /// <inheritdoc cref="UpsertAsync{T}(IEnumerable{T}, IProgress{BulkProgress}?, CancellationToken)" />
    public Task<BulkResult> UpsertAsync<T>(
        IAsyncEnumerable<T> records, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(records);
        return WriteAsync(records, updates: true, progress, cancellationToken);
    }

    /// <summary>Inserts the records that are not stored, and leaves those that are as they are.</summary>
    /// <inheritdoc cref="UpsertAsync{T}(IEnumerable{T}, IProgress{BulkProgress}?, CancellationToken)" />
    public Task<BulkResult> InsertMissingAsync<T>(
        IEnumerable<T> records, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(records);
        return WriteAsync(records, updates: false, progress, cancellationToken);
    }

    /// <inheritdoc cref="InsertMissingAsync{T}(IEnumerable{T}, IProgress{BulkProgress}?, CancellationToken)" />
    public Task<BulkResult> InsertMissingAsync<T>(
        IAsyncEnumerable<T> records, IProgress<BulkProgress>? progress = null, CancellationToken cancellationToken = default)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(records);
        return WriteAsync(records, updates: false, progress, cancellationToken);
    }

    private async Task<BulkResult> WriteAsync<T>(
        IEnumerable<T> records, bool updates, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
        where T : class
    {
        var context = _contexts();
        await using var _ = context.ConfigureAwait(false);
        var run = Begin<T>(context, updates, progress);
        foreach (var record in records)
        {
            if (run.Add(record))
                await run.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return await run.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task<BulkResult> WriteAsync<T>(
        IAsyncEnumerable<T> records, bool updates, IProgress<BulkProgress>? progress, CancellationToken cancellationToken)
        where T : class
    {
        var context = _contexts();
        await using var _ = context.ConfigureAwait(false);
        var run = Begin<T>(context, updates, progress);
        await foreach (var record in records.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (run.Add(record))
                await run.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return await run.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    private BulkRun Begin<T>(DbContext context, bool updates, IProgress<BulkProgress>? progress)
        where T : class
    {
        if (typeof(T) == typeof(Candle))
        {
            throw BulkModel.Refused(
                "Candle", "of two states of a candle the newer one is kept. Write candles with CandleStore.UpsertAsync");
        }

        if (updates && typeof(IAppendOnly).IsAssignableFrom(typeof(T)))
        {
            throw new AppendOnlyRecordException(
                $"{typeof(T).Name} is append-only: entries are never changed. Call InsertMissingAsync; nothing was saved.");
        }

        return new BulkRun(_provider, _openContexts, _timeProvider, context, BulkModel.Find(context, typeof(T)), updates, progress);
    }
}
