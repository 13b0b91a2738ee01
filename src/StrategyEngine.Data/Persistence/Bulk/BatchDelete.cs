using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore;

namespace StrategyEngine.Data.Persistence;

/// <summary>Deletes many rows in statements that hold no lock for long, each a transaction of its own.</summary>
/// <param name="time">The clock by which statements are measured.</param>
/// <param name="size">The most rows that one statement deletes.</param>
/// <param name="deleted">Told the number of rows after each statement.</param>
internal sealed class BatchDelete(TimeProvider time, int size, Action<int>? deleted = null)
{
    private static readonly TimeSpan LongStatement = TimeSpan.FromMilliseconds(250);

    /// <summary>Deletes rows that are chosen by their keys.</summary>
    /// <param name="doomed">The rows. The condition is asked again of each that is deleted: one that was used in between stays, whatever
    /// the database's isolation.</param>
    /// <param name="choose">The keys of the first rows, as many as it is told.</param>
    /// <param name="among">Those rows whose keys are among some.</param>
    /// <param name="cancellationToken">Cancels; what was deleted stays so.</param>
    /// <returns>How many were deleted.</returns>
    public async Task<long> ByKeyAsync<TRow, TKey>(
        IQueryable<TRow> doomed,
        Func<IQueryable<TRow>, int, IQueryable<TKey>> choose,
        Func<IQueryable<TRow>, IQueryable<TKey>, IQueryable<TRow>> among,
        CancellationToken cancellationToken)
    {
        var batch = size;
        var total = 0L;
        while (true)
        {
            var began = time.GetTimestamp();
            var rows = await among(doomed, choose(doomed, batch)).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            total += rows;
            deleted?.Invoke(rows);
            if (rows < batch)
                return total;
            batch = Next(batch, began);
        }
    }

    /// <summary>Deletes rows that are stored in the order of time: a batch is what lies before an instant.</summary>
    /// <param name="rows">The rows, of which none is added before the limit meanwhile.</param>
    /// <param name="instant">The instant of a row, by which they are stored.</param>
    /// <param name="upTo">Those rows that are not after an instant.</param>
    /// <param name="limit">The last instant that is deleted.</param>
    /// <param name="cancellationToken">Cancels; what was deleted stays so.</param>
    /// <returns>How many were deleted.</returns>
    public async Task<long> ByTimeAsync<TRow>(
        IQueryable<TRow> rows,
        Expression<Func<TRow, DateTimeOffset>> instant,
        Func<IQueryable<TRow>, DateTimeOffset, IQueryable<TRow>> upTo,
        DateTimeOffset limit,
        CancellationToken cancellationToken)
    {
        var batch = size;
        var total = 0L;
        while (true)
        {
            var began = time.GetTimestamp();
            var last = await upTo(rows, limit)
                .OrderBy(instant)
                .Select(instant)
                .Skip(batch - 1)
                .Take(1)
                .ToListAsync(cancellationToken)
                .ConfigureAwait(false);
            var count = await upTo(rows, last.Count == 0 ? limit : last[0]).ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
            total += count;
            deleted?.Invoke(count);
            if (last.Count == 0)
                return total;
            batch = Next(batch, began);
        }
    }

    /// <summary>Takes the rows that somebody else's statement deleted.</summary>
    public void Report(int rows) => deleted?.Invoke(rows);

    // Where a statement takes long, the next ones take less.
    private int Next(int batch, long began) =>
        time.GetElapsedTime(began) > LongStatement ? Math.Max(batch / 2, 1) : Math.Min(batch * 2, size);
}
