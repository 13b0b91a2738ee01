using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Paging;

namespace StrategyEngine.Data.Auditing;

/// <summary>Reads who changed what.</summary>
/// <remarks>
/// Entries are written by <c>SaveChanges</c> and by <c>BulkWriter</c>, in the transaction of the change. <c>ExecuteUpdate</c>,
/// <c>ExecuteDelete</c> and plain SQL pass it by. Thread-safe.</remarks>
public sealed class AuditTrail
{
    private readonly Func<DbContext> _contexts;

    internal AuditTrail(Func<DbContext> contexts) => _contexts = contexts;

    /// <summary>The history of one record, oldest first; also of one that was deleted.</summary>
    /// <typeparam name="TEntity">The kind of record.</typeparam>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <returns>Its entries; empty if there are none.</returns>
    public async Task<IReadOnlyList<AuditEntry>> GetHistoryAsync<TEntity>(Guid id, CancellationToken cancellationToken = default)
        where TEntity : Entity, IAudited
    {
        var context = _contexts();
        await using var _ = context.ConfigureAwait(false);
        var type = typeof(TEntity).Name;
        return await context.Set<AuditEntry>().AsNoTracking()
            .Where(entry => entry.EntityType == type && entry.EntityId == id)
            .OrderBy(entry => entry.OccurredAt).ThenBy(entry => entry.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The newest changes of all audited records, newest first.</summary>
    /// <param name="count">How many at the most. 1 to 10,000.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is outside its range.</exception>
    public async Task<IReadOnlyList<AuditEntry>> GetLatestAsync(int count = 100, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, 10_000);
        var context = _contexts();
        await using var _ = context.ConfigureAwait(false);
        return await context.Set<AuditEntry>().AsNoTracking()
            .OrderByDescending(entry => entry.OccurredAt).ThenByDescending(entry => entry.Id)
            .Take(count).ToListAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>A page of the changes of all audited records, newest first.</summary>
    /// <param name="size">How many at the most. 1 to 10,000.</param>
    /// <param name="cursor">Where to go on, from the page before or after; null for the newest.</param>
    /// <param name="cancellationToken">Ends the read.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is outside its range.</exception>
    /// <exception cref="InvalidCursorException">The cursor is damaged, or comes from another listing.</exception>
    public async Task<Page<AuditEntry>> GetPageAsync(int size, string? cursor = null, CancellationToken cancellationToken = default)
    {
        var context = _contexts();
        await using var _ = context.ConfigureAwait(false);
        return await context.Set<AuditEntry>().AsNoTracking()
            .ToPageAsync(entry => entry.OccurredAt, entry => entry.Id, size, cursor, descending: true, cancellationToken)
            .ConfigureAwait(false);
    }
}
