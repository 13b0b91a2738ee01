using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>The table <c>market_data</c> as a provider reaches it without Entity Framework: what <c>TradingProvider</c> hands to the candle store.</summary>
/// <remarks>
/// Implementations are thread-safe, block no caller for the length of a write, and let several processes use one database.
/// They take rows as they are: validation, sorting and settling of duplicates happen above.
/// </remarks>
public abstract class CandleTable : IDisposable
{
    /// <summary>Inserts and updates one batch of one asset and timeframe, in one transaction: all of it or nothing.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe of all rows.</param>
    /// <param name="rows">Valid rows in ascending order of open time, each open time once.</param>
    /// <param name="changed">
    /// Empty, or as long as <paramref name="rows"/>: then each element is set to whether its row was inserted or replaced an older state.
    /// Meant for small live batches; it may cost speed.
    /// </param>
    /// <param name="cancellationToken">Cancels until the transaction begins to commit.</param>
    /// <returns>How many rows were inserted, and how many replaced an older state; the rest changed nothing.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the write.</exception>
    /// <remarks>
    /// A stored row is replaced only if <c>(closed, revision)</c> of the new one is greater: closed beats open, then the higher
    /// revision wins. So a closed candle is never reopened and an older state never overwrites a newer one.
    /// </remarks>
    public abstract Task<CandleTableChanges> UpsertAsync(
        Guid assetId, Timeframe timeframe, ReadOnlyMemory<CandleRow> rows, Memory<bool> changed = default, CancellationToken cancellationToken = default);

    /// <summary>Streams rows in ascending order of open time, in constant memory and from one snapshot of the table.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="fromOpenTime">The first open time, inclusive, in Unix milliseconds.</param>
    /// <param name="toOpenTime">The last open time, exclusive, in Unix milliseconds.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public abstract IAsyncEnumerable<CandleRow> ReadAsync(
        Guid assetId, Timeframe timeframe, long fromOpenTime, long toOpenTime, CancellationToken cancellationToken = default);

    /// <summary>Reads the rows with the highest open times before one.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="count">At most this many, 1 or more.</param>
    /// <param name="beforeOpenTime">The open time, exclusive, in Unix milliseconds.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The rows in ascending order of open time.</returns>
    public abstract Task<IReadOnlyList<CandleRow>> ReadLatestAsync(
        Guid assetId, Timeframe timeframe, int count, long beforeOpenTime, CancellationToken cancellationToken = default);

    /// <summary>Counts the rows of a range.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="fromOpenTime">The first open time, inclusive, in Unix milliseconds.</param>
    /// <param name="toOpenTime">The last open time, exclusive, in Unix milliseconds.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    public abstract Task<long> CountAsync(
        Guid assetId, Timeframe timeframe, long fromOpenTime, long toOpenTime, CancellationToken cancellationToken = default);

    /// <summary>Closes what the table keeps open between calls, because the database behind it is about to be replaced; the next call opens it again.</summary>
    /// <remarks>Does nothing by default.</remarks>
    public virtual void ReleaseConnections()
    {
    }

    /// <summary>Closes what the table keeps open.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes what the table keeps open.</summary>
    /// <param name="disposing">Whether <see cref="Dispose()"/> was called.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
