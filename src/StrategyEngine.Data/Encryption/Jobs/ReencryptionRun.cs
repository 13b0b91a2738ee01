using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore;
using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption.Cipher;

namespace StrategyEngine.Data.Encryption.Jobs;

/// <summary>
/// Moves the values of all tables to the active data key: page by page in the order of the primary key, replacing a value only if it is
/// still the one that was read, and committing the place of the page with it.
/// </summary>
internal sealed class ReencryptionRun(
    DbContext context,
    DataKeyRing ring,
    EncryptionDialect dialect,
    TimeProvider timeProvider,
    IProgress<ReencryptionProgress>? progress)
{
    private const int PageSize = 500;
    private const int FailuresKept = 1000;

    private readonly uint _target = ring.ActiveFieldKey().KeyId;
    private readonly List<ReencryptionFailure> _failures = [];
    private long _total;
    private long _scanned;
    private long _rewritten;
    private long _conflicts;

    public async Task<ReencryptionResult> RunAsync(CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        var target = new byte[Envelope.KeyIdSize];
        BinaryPrimitives.WriteUInt32BigEndian(target, _target);
        var walks = EncryptedTable.Of(context, dialect)
            .Where(table => table.Key.Count > 0)
            .Select(table => (Table: table, Walk: new TableWalk(context, table, target)))
            .ToList();
        foreach (var (_, walk) in walks)
            _total += await walk.CountOutdatedAsync(cancellationToken).ConfigureAwait(false);
        long remaining = 0;
        foreach (var (table, walk) in walks)
            remaining += await RunAsync(table, walk, cancellationToken).ConfigureAwait(false);
        return new ReencryptionResult(_target, _rewritten, _conflicts, remaining, _failures);
    }

    private async Task<long> RunAsync(EncryptedTable table, TableWalk walk, CancellationToken cancellationToken)
    {
        var job = await OpenJobAsync(table, cancellationToken).ConfigureAwait(false);
        while (true)
        {
            var failures = new List<ReencryptionFailure>();
            var before = (job.Rewritten, job.Conflicts, FromStart: job.Cursor is null);
            await WalkAsync(table, walk, job, failures, cancellationToken).ConfigureAwait(false);
            var remaining = await walk.CountOutdatedAsync(cancellationToken).ConfigureAwait(false);

            // Values written behind the walk, or changed under it, are met in another one; what cannot be read is not worth one.
            var settled = before.FromStart && (job.Rewritten, job.Conflicts) == (before.Rewritten, before.Conflicts);
            if (remaining > 0 && !settled)
            {
                job.Cursor = null;
                job.Pass++;
                continue;
            }

            job.Cursor = null;
            job.CompletedAt = remaining == 0 ? timeProvider.GetUtcNow() : null;
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            Keep(failures);
            Log.TableReencrypted(ring.Logger, table.Name, job.Rewritten, job.Conflicts, job.Failed);
            return remaining;
        }
    }

    private async Task<EncryptionJob> OpenJobAsync(EncryptedTable table, CancellationToken cancellationToken)
    {
        var target = unchecked((int)_target);
        var now = timeProvider.GetUtcNow();
        var job = await context.Set<EncryptionJob>().FindAsync([table.Name], cancellationToken).ConfigureAwait(false);
        if (job is { CompletedAt: null } && job.TargetKeyId == target)
            return job;
        if (job is null)
        {
            job = new EncryptionJob { Table = table.Name };
            context.Add(job);
        }

        (job.TargetKeyId, job.Cursor, job.Pass) = (target, null, 1);
        (job.Scanned, job.Rewritten, job.Conflicts, job.Failed) = (0, 0, 0, 0);
        (job.StartedAt, job.UpdatedAt, job.CompletedAt) = (now, now, null);
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return job;
    }

    private async Task WalkAsync(
        EncryptedTable table,
        TableWalk walk,
        EncryptionJob job,
        List<ReencryptionFailure> failures,
        CancellationToken cancellationToken)
    {
        job.Failed = 0;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var cursor = job.Cursor is null ? null : Convert.FromHexString(job.Cursor);
            var page = await walk.ReadPageAsync(cursor, PageSize, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
                return;
            var failed = failures.Count;
            var replaced = page.Sum(row => Reseal(table, walk, row, failures));
            failed = failures.Count - failed;
            var conflicts = await CommitAsync(walk, job, page, replaced, failed, cancellationToken).ConfigureAwait(false);
            _scanned += page.Count;
            _rewritten += replaced - conflicts.Values;
            _conflicts += conflicts.Rows;
            progress?.Report(new ReencryptionProgress(
                table.Name, job.Pass, _total, _scanned, _rewritten, _conflicts, _failures.Count + failures.Count));
        }
    }

    /// <summary>Commits the values and the place of a page together.</summary>
    private async Task<(int Rows, int Values)> CommitAsync(
        TableWalk walk,
        EncryptionJob job,
        List<StoredRow> page,
        int replaced,
        int failed,
        CancellationToken cancellationToken)
    {
        var before = (job.Scanned, job.Rewritten, job.Conflicts, job.Failed);
        var strategy = context.Database.CreateExecutionStrategy();
        return await strategy.ExecuteAsync(
            async token =>
            {
                var transaction = await context.Database.BeginTransactionAsync(token).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    var (rows, values) = await walk.WriteAsync(page, transaction, token).ConfigureAwait(false);
                    job.Cursor = Convert.ToHexString(page[^1].Name);
                    job.Scanned = before.Scanned + page.Count;
                    job.Rewritten = before.Rewritten + replaced - values;
                    job.Conflicts = before.Conflicts + rows;
                    job.Failed = before.Failed + failed;
                    job.UpdatedAt = timeProvider.GetUtcNow();
                    context.Entry(job).State = EntityState.Modified;
                    await context.SaveChangesAsync(acceptAllChangesOnSuccess: false, token).ConfigureAwait(false);
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                    context.ChangeTracker.AcceptAllChanges();
                    return (rows, values);
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Seals the outdated values of a row anew; what cannot be read is noted and left alone.</summary>
    private int Reseal(EncryptedTable table, TableWalk walk, StoredRow row, List<ReencryptionFailure> failures)
    {
        var replaced = 0;
        for (var i = 0; i < row.Values.Length; i++)
        {
            if (row.Values[i] is not { } value || (Envelope.IsWellFormed(value) && Envelope.KeyId(value) == _target))
                continue;
            var column = table.Columns[i];
            try
            {
                row.Replacements[i] = column.Encrypted.Cipher.Reseal(value, walk.RowKeyFor(row, i));
                replaced++;
            }
            catch (EncryptionException unreadable)
            {
                failures.Add(new ReencryptionFailure(table.Name, column.Name, walk.Describe(row), unreadable.KeyId, unreadable.Code));
                Log.ValueUnreadable(ring.Logger, table.Name, column.Name, unreadable.KeyId ?? 0, unreadable.Code);
            }
        }

        return replaced;
    }

    private void Keep(List<ReencryptionFailure> failures) =>
        _failures.AddRange(failures.Take(FailuresKept - _failures.Count));
}
