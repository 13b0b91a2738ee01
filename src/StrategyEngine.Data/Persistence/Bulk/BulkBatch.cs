using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence.Statements;

namespace StrategyEngine.Data.Persistence.Bulk;

/// <summary>The rows of one transaction, which may be run again from the start. For one caller at a time.</summary>
/// <param name="provider">The engine.</param>
/// <param name="context">A context of the model.</param>
/// <param name="entity">The type of the rows.</param>
/// <param name="rows">The rows in the order of their keys, each key once.</param>
/// <param name="updates">Whether stored rows are changed.</param>
/// <param name="now">When.</param>
internal sealed class BulkBatch(
    TradingProvider provider, DbContext context, BulkEntity entity, IReadOnlyList<BulkRow> rows, bool updates, DateTimeOffset now)
{
    // A row that is stored and yet not found was deleted in between; that does not go on and on.
    private const int Rounds = 5;

    /// <summary>Writes them, with the audit trail.</summary>
    /// <returns>How many were inserted, and how many changed a stored one.</returns>
    public Task<(int Inserted, int Updated)> WriteAsync(OpenContext open, CancellationToken cancellationToken) =>
        open.InTransactionAsync(async token => (true, await WriteRowsAsync(open, token).ConfigureAwait(false)), cancellationToken);

    private async Task<(int Inserted, int Updated)> WriteRowsAsync(OpenContext open, CancellationToken cancellationToken)
    {
        var (inserted, updated) = (0, 0);
        var audit = new List<AuditEntry>();
        var table = provider.OpenBulkTable(entity.Target, open.Connection, open.Transaction);
        await using (table.ConfigureAwait(false))
        {
            var remaining = rows;
            for (var round = 0; remaining.Count > 0; round++)
            {
                if (round == Rounds)
                {
                    throw new WriteConflictException("Records were stored and deleted by others while they were written,"
                        + " or the database takes two keys for the same that differ. Write them again;"
                            + " the batch was rolled back.", null, []);
                }

                var known = await table.InsertMissingAsync(Stored(remaining), cancellationToken).ConfigureAwait(false);
                inserted += remaining.Count - known.Count;
                if (entity.IsAudited)
                {
                    var stored = known.ToHashSet();
                    audit.AddRange(remaining.Where((_, i) => !stored.Contains(i)).Select(row => entity.Created(row, now)));
                }

                if (!updates || known.Count == 0)
                    break;
                var (changed, lost) = await UpdateAsync(table, known.Select(i => remaining[i]).ToList(), audit, cancellationToken)
                    .ConfigureAwait(false);
                updated += changed;
                remaining = lost;
            }
        }

        if (audit.Count > 0)
            await RecordAsync(open, audit, cancellationToken).ConfigureAwait(false);
        return (inserted, updated);
    }

    private async Task<(int Changed, IReadOnlyList<BulkRow> Lost)> UpdateAsync(
        BulkTable table, List<BulkRow> known, List<AuditEntry> audit, CancellationToken cancellationToken)
    {
        var stored = new Dictionary<object?[], object?[]>(known.Count, entity.Order);
        await table.ReadAsync(
            Stored(known),
            reader =>
            {
                var values = entity.Read(reader);
                stored[entity.KeyOf(values)] = values;
            },
            cancellationToken).ConfigureAwait(false);

        var (changed, lost) = (new List<object?[]>(), new List<BulkRow>());
        foreach (var row in known)
        {
            if (!stored.TryGetValue(row.Stored, out var values))
            {
                lost.Add(row);
                continue;
            }

            var differences = entity.Differences(row, values);
            if (differences.Count == 0)
                continue;
            changed.Add(entity.Update(row, values));
            if (entity.IsAudited)
                audit.Add(entity.Updated(row, values, differences, now));
        }

        if (changed.Count > 0)
            await table.UpdateAsync(changed, cancellationToken).ConfigureAwait(false);
        return (changed.Count, lost);
    }

    private async Task RecordAsync(OpenContext open, List<AuditEntry> audit, CancellationToken cancellationToken)
    {
        var trail = BulkModel.Find(context, typeof(AuditEntry));
        var entries = audit.ConvertAll(entry => trail.Prepare(entry, context, now, out var fault)
            ?? throw new InvalidRecordException(
                $"{fault.Field} {fault.Reason}. Correct it and write again; the batch was rolled back.", fault.Field, null, []));
        entries.Sort((left, right) => trail.Order.Compare(left.Stored, right.Stored));
        var table = provider.OpenBulkTable(trail.Target, open.Connection, open.Transaction);
        await using (table.ConfigureAwait(false))
            await table.InsertMissingAsync(Stored(entries), cancellationToken).ConfigureAwait(false);
    }

    private static List<object?[]> Stored(IReadOnlyList<BulkRow> rows)
    {
        var stored = new List<object?[]>(rows.Count);
        foreach (var row in rows)
            stored.Add(row.Stored);
        return stored;
    }
}
