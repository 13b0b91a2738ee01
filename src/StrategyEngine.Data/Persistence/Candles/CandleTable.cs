using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>
/// The table <c>market_data</c> as a provider reaches it without Entity Framework: what <c>TradingProvider</c> hands to the candle store.
/// </summary>
/// <remarks>
/// Implementations are thread-safe, block no caller for the length of a write, and let several processes use one database.
/// They take rows as they are: validation, sorting and settling of duplicates happen above.
/// </remarks>
public abstract class CandleTable : IDisposable
{
    private const int RemovedAtOnce = 5_000;

    /// <summary>
    /// Inserts and updates one batch of one asset and timeframe and records it in the coverage, in one transaction: all of it or nothing.
    /// </summary>
    /// <param name="write">The batch, which is told what changed.</param>
    /// <param name="cancellationToken">Cancels until the transaction begins to commit.</param>
    /// <returns>How many rows were inserted, and how many replaced an older state; the rest changed nothing.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the write.</exception>
    /// <remarks>
    /// A stored row is replaced only if <c>(closed, revision)</c> of the new one is greater: closed beats open, then the higher
    /// revision wins. So a closed candle is never reopened and an older state never overwrites a newer one.
    /// Writers of one series take turns, or one of them would undo what the other records.
    /// </remarks>
    public abstract Task<CandleTableChanges> UpsertAsync(CandleWrite write, CancellationToken cancellationToken = default);

    /// <summary>Streams rows in ascending order of open time, in constant memory and from one snapshot of the table.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="fromOpenTime">The first open time, inclusive, in Unix milliseconds.</param>
    /// <param name="toOpenTime">The last open time, exclusive, in Unix milliseconds.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public abstract IAsyncEnumerable<CandleRow> ReadAsync(
        Guid assetId, Timeframe timeframe, long fromOpenTime, long toOpenTime, CancellationToken cancellationToken = default);

    /// <summary>Reads the rows with the lowest open times from one on.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="count">At most this many, 1 or more.</param>
    /// <param name="fromOpenTime">The open time, inclusive, in Unix milliseconds.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The rows in ascending order of open time.</returns>
    public abstract Task<IReadOnlyList<CandleRow>> ReadFirstAsync(
        Guid assetId, Timeframe timeframe, int count, long fromOpenTime, CancellationToken cancellationToken = default);

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

    /// <summary>Reads the candles of a range and what is recorded of them, both as they are at one moment.</summary>
    /// <param name="range">The range.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public abstract Task<CandleSlice> ReadSliceAsync(CandleRange range, CancellationToken cancellationToken = default);

    /// <summary>Reads what is recorded of a range.</summary>
    /// <param name="range">The range.</param>
    /// <param name="count">At most so many blocks, 1 or more.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The first blocks that reach into the range, in ascending order.</returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public abstract Task<IReadOnlyList<CandleCoverageBlock>> ReadCoverageAsync(
        CandleRange range, int count, CancellationToken cancellationToken = default);

    /// <summary>Finds the first candle of a range, without a look at its amounts.</summary>
    /// <param name="range">The range.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>Its open time in Unix milliseconds; null if there is none.</returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public abstract Task<long?> FindFirstAsync(CandleRange range, CancellationToken cancellationToken = default);

    /// <summary>Changes what is recorded of a range, in one transaction in which nobody else writes the series.</summary>
    /// <param name="range">The range.</param>
    /// <param name="change">Gives the blocks to write, each in the place of the stored one, one without slots to delete it; null changes
    /// nothing. Called once for each attempt.</param>
    /// <param name="cancellationToken">Cancels until the transaction begins to commit.</param>
    /// <exception cref="CandleTableException">The database refused or failed the change.</exception>
    public abstract Task ChangeSliceAsync(
        CandleRange range, Func<CandleSlice, IReadOnlyList<CandleCoverageBlock>?> change, CancellationToken cancellationToken = default);

    /// <summary>
    /// Deletes the candles of a range without a look at them, and changes what is recorded of it, in one transaction in which nobody else
    /// writes the series.
    /// </summary>
    /// <param name="range">The range.</param>
    /// <param name="change">Gives the blocks to write of those that are stored, as for <see cref="ChangeSliceAsync"/>. Called once for each
    /// attempt.</param>
    /// <param name="cancellationToken">Cancels until the transaction begins to commit.</param>
    /// <returns>How many candles were deleted.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the change.</exception>
    public abstract Task<int> RemoveSliceAsync(
        CandleRange range, Func<IReadOnlyList<CandleCoverageBlock>, IReadOnlyList<CandleCoverageBlock>> change,
        CancellationToken cancellationToken = default);

    /// <summary>Deletes the candles of a range and what is recorded of them, in transactions that hold no lock for long.</summary>
    /// <param name="range">The range.</param>
    /// <param name="batchSize">How many open times one transaction covers. 5,000 by default; 1 or more.</param>
    /// <param name="removed">Told the number of candles after each transaction; null for nobody.</param>
    /// <param name="cancellationToken">Stops between transactions; what was deleted stays so.</param>
    /// <returns>How many candles were deleted.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the change.</exception>
    public async Task<long> RemoveAsync(
        CandleRange range, int batchSize = RemovedAtOnce, Action<int>? removed = null, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        var total = 0L;
        while (await FindSliceAsync(range, batchSize, cancellationToken).ConfigureAwait(false) is { } slice)
        {
            var count = await RemoveSliceAsync(slice, blocks => [.. new SliceCoverage(slice, blocks).Forget()], cancellationToken)
                .ConfigureAwait(false);
            total += count;
            removed?.Invoke(count);
            range = range with { From = slice.To };
        }

        return total;
    }

    /// <summary>Finds the next part of a range that holds candles or something recorded.</summary>
    /// <param name="range">The range.</param>
    /// <param name="length">How many open times the part has at most.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    /// <returns>The part; null if there is none.</returns>
    internal async Task<CandleRange?> FindSliceAsync(CandleRange range, int length, CancellationToken cancellationToken)
    {
        if (range.From >= range.To)
            return null;
        var first = await FindFirstAsync(range, cancellationToken).ConfigureAwait(false) ?? long.MaxValue;
        var coverage = await ReadCoverageAsync(range, 1, cancellationToken).ConfigureAwait(false);
        if (coverage.Count > 0)
            first = Math.Min(first, Math.Max(range.From, coverage[0].BlockStart.ToUnixTimeMilliseconds()));
        return first == long.MaxValue
            ? null
            : range with { From = first, To = Math.Min(range.To, CoverageSlots.EndOf(range.Timeframe, first, length)) };
    }

    /// <summary>
    /// Closes what the table keeps open between calls, because the database behind it is about to be replaced; the next call opens it
    /// again.
    /// </summary>
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
