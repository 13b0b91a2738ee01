using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>Writes and reads candles in bulk, past Entity Framework, on the key (asset, timeframe, open time).</summary>
/// <remarks>
/// <para>Of two states of one candle the newer is kept, whatever the order in which they arrive: a closed state beats an open one,
/// then the higher <see cref="CandleRow.Revision"/> wins, and of equal ones the first stays. So a closed candle is never reopened, an
/// older state never overwrites a newer one, and the same input may be written again without effect.</para>
/// <para>A candle is stored exactly or refused with the field at fault: never rounded, never cut.</para>
/// <para>Thread-safe. Several processes may use one database.</para>
/// </remarks>
public sealed class CandleStore
{
    /// <summary>How many refused candles a result lists; it counts all of them.</summary>
    public const int MaxListedRefusals = 1_000;

    private readonly CandleTable _table;

    /// <summary>Creates the store. Nothing is opened before the first call.</summary>
    /// <param name="database">The database that holds the candles.</param>
    public CandleStore(TradingDatabase database)
        : this((database ?? throw new ArgumentNullException(nameof(database))).Candles)
    {
    }

    internal CandleStore(CandleTable table) => _table = table;

    /// <summary>Inserts and updates candles from a stream, in constant memory.</summary>
    /// <param name="assetId">The asset, which must be saved already.</param>
    /// <param name="timeframe">The timeframe of all rows.</param>
    /// <param name="rows">The candles; ascending order is fastest, any order is right.</param>
    /// <param name="progress">Told after each committed batch.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the same input may be written again.</param>
    /// <returns>The counts, and the refused candles with their reasons.</returns>
    /// <remarks>Each batch of up to 10,000 rows is one transaction: all of it is stored, or nothing.</remarks>
    /// <exception cref="CandleTableException">The database refused or failed the write: unknown asset, missing table, locked for too long, full.</exception>
    public async Task<CandleUpsertResult> UpsertAsync(
        Guid assetId,
        Timeframe timeframe,
        IAsyncEnumerable<CandleRow> rows,
        IProgress<CandleUpsertProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentNullException.ThrowIfNull(rows);
        var run = new CandleUpsertRun(_table, assetId, timeframe, progress);
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (run.Add(row))
                await run.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return await run.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Inserts and updates candles that are in memory.</summary>
    /// <param name="assetId">The asset, which must be saved already.</param>
    /// <param name="timeframe">The timeframe of all rows.</param>
    /// <param name="rows">The candles; ascending order is fastest, any order is right.</param>
    /// <param name="progress">Told after each committed batch.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the same input may be written again.</param>
    /// <returns>The counts, and the refused candles with their reasons.</returns>
    /// <remarks>Each batch of up to 10,000 rows is one transaction: all of it is stored, or nothing.</remarks>
    /// <exception cref="CandleTableException">The database refused or failed the write: unknown asset, missing table, locked for too long, full.</exception>
    public async Task<CandleUpsertResult> UpsertAsync(
        Guid assetId,
        Timeframe timeframe,
        ReadOnlyMemory<CandleRow> rows,
        IProgress<CandleUpsertProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        var run = new CandleUpsertRun(_table, assetId, timeframe, progress);
        for (var i = 0; i < rows.Length; i++)
        {
            if (run.Add(rows.Span[i]))
                await run.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return await run.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Streams the candles of a range in ascending order of open time, in constant memory and from one snapshot.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <remarks>A slow consumer keeps its snapshot, and with it the database's write-ahead log, alive.</remarks>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public IAsyncEnumerable<CandleRow> ReadAsync(
        Guid assetId, Timeframe timeframe, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return _table.ReadAsync(assetId, timeframe, FirstOpenTime(from), EndOpenTime(to), cancellationToken);
    }

    /// <summary>Reads the newest candles.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="count">At most this many, 1 or more; all of them are held in memory.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The candles in ascending order of open time; the last one may still be open.</returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public Task<IReadOnlyList<CandleRow>> ReadLatestAsync(
        Guid assetId, Timeframe timeframe, int count, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return _table.ReadLatestAsync(assetId, timeframe, count, cancellationToken);
    }

    /// <summary>Counts the stored candles of a range.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public Task<long> CountAsync(
        Guid assetId, Timeframe timeframe, DateTimeOffset? from = null, DateTimeOffset? to = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return _table.CountAsync(assetId, timeframe, FirstOpenTime(from), EndOpenTime(to), cancellationToken);
    }

    /// <summary>Writes the states of one live batch and tells which of them changed the table.</summary>
    /// <returns>For each row whether it was inserted or replaced an older state.</returns>
    internal async Task<ReadOnlyMemory<bool>> UpsertLiveAsync(
        Guid assetId, Timeframe timeframe, ReadOnlyMemory<CandleRow> rows, CancellationToken cancellationToken)
    {
        var changed = new bool[rows.Length];
        await _table.UpsertAsync(assetId, timeframe, rows, changed, cancellationToken).ConfigureAwait(false);
        return changed;
    }

    private static long FirstOpenTime(DateTimeOffset? from) => from is { } instant ? CeilingMilliseconds(instant) : long.MinValue;

    private static long EndOpenTime(DateTimeOffset? to) => to is { } instant ? CeilingMilliseconds(instant) : long.MaxValue;

    // Open times are whole milliseconds: one that is not before 0.4 ms is not before 1 ms.
    private static long CeilingMilliseconds(DateTimeOffset instant)
    {
        var milliseconds = instant.ToUnixTimeMilliseconds();
        return instant.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? milliseconds : milliseconds + 1;
    }
}
