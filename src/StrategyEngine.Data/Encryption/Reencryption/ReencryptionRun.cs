using System.Buffers.Binary;
using System.Data.Common;
using System.Numerics;
using System.Runtime.ExceptionServices;

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
    ReencryptionOptions options,
    TimeProvider timeProvider,
    IProgress<ReencryptionProgress>? progress) : IAsyncDisposable
{
    private const string RowRefused = "encryption.row_refused";
    private const string NoPrimaryKey = "encryption.no_primary_key";

    private readonly uint _target = ring.ActiveFieldKey().KeyId;
    private readonly RowUpdate _place = new(
        context,
        typeof(EncryptionJob),
        [
            nameof(EncryptionJob.Cursor), nameof(EncryptionJob.Pass), nameof(EncryptionJob.Scanned), nameof(EncryptionJob.Rewritten),
            nameof(EncryptionJob.Conflicts),
            nameof(EncryptionJob.Failed), nameof(EncryptionJob.UpdatedAt),
        ],
        [nameof(EncryptionJob.Table)]);

    private readonly JobLease _lease = new(context, timeProvider, options.LeaseDuration);
    private readonly FailureLog _failures = new();
    private readonly long _started = timeProvider.GetTimestamp();
    private long _total;
    private long _scanned;
    private long _rewritten;
    private long _conflicts;

    // Tells an error of a row from one of the transaction around it, such as a lock that was not to be had.
    private bool _writing;

    public async Task<ReencryptionResult> RunAsync(CancellationToken cancellationToken)
    {
        await context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        await _lease.AcquireAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return await RunWithLeaseAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            await _lease.ReleaseAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _lease.DisposeAsync().ConfigureAwait(false);
        await _place.DisposeAsync().ConfigureAwait(false);
    }

    private async Task<ReencryptionResult> RunWithLeaseAsync(CancellationToken cancellationToken)
    {
        var target = new byte[Envelope.KeyIdSize];
        BinaryPrimitives.WriteUInt32BigEndian(target, _target);
        var all = EncryptedTable.Of(context, dialect);
        var tables = all.Where(table => table.Key.Count > 0).ToList();
        var walks = tables.ConvertAll(table => new TableWalk(context, table, target));
        try
        {
            foreach (var walk in walks)
                _total += await walk.CountDueAsync(cancellationToken).ConfigureAwait(false);
            long remaining = 0;
            for (var i = 0; i < tables.Count; i++)
                remaining += await RunAsync(tables[i], walks[i], cancellationToken).ConfigureAwait(false);
            foreach (var table in all.Except(tables))
                remaining += await CountOutOfReachAsync(table, target, cancellationToken).ConfigureAwait(false);
            await EndAdoptionAsync(tables, walks, cancellationToken).ConfigureAwait(false);
            return new ReencryptionResult(_target, _rewritten, _conflicts, remaining, _failures.First);
        }
        finally
        {
            foreach (var walk in walks)
                await walk.DisposeAsync().ConfigureAwait(false);
        }
    }

    /// <summary>Counts what cannot be walked, because its table has no primary key.</summary>
    private async Task<long> CountOutOfReachAsync(EncryptedTable table, byte[] target, CancellationToken cancellationToken)
    {
        var walk = new TableWalk(context, table, target);
        await using (walk.ConfigureAwait(false))
        {
            var outdated = await walk.CountOutdatedAsync(cancellationToken).ConfigureAwait(false);
            if (outdated > 0)
                _failures.Add(new ReencryptionFailure(table.Name, table.Columns[0].Name, "", null, NoPrimaryKey));
            return outdated;
        }
    }

    private async Task<long> RunAsync(EncryptedTable table, TableWalk walk, CancellationToken cancellationToken)
    {
        const int barrenPasses = 3;
        var job = await OpenJobAsync(table, cancellationToken).ConfigureAwait(false);
        var barren = 0;
        var hasPrevious = table.Columns.Any(column => column.Encrypted.Cipher.HasPrevious);
        while (true)
        {
            var failures = new FailureLog();
            var before = (job.Rewritten, job.Conflicts, FromStart: job.Cursor is null);
            await WalkAsync(table, walk, job, failures, cancellationToken).ConfigureAwait(false);
            var remaining = await walk.CountOutdatedAsync(cancellationToken).ConfigureAwait(false);

            // Values written behind the walk, or changed under it, are met in another one; what cannot be read is not worth one.
            var settled = before.FromStart && (job.Rewritten, job.Conflicts) == (before.Rewritten, before.Conflicts);
            barren = job.Rewritten == before.Rewritten ? barren + 1 : 0;

            // What stands under a former name is not counted by the database: only a pass without a change shows that none is left.
            if ((remaining > 0 || hasPrevious) && !settled && barren < barrenPasses)
            {
                job.Cursor = null;
                job.Pass++;
                continue;
            }

            job.Cursor = null;
            job.CompletedAt = remaining == 0 ? timeProvider.GetUtcNow() : null;

            // The rows of pages were written past the change tracker.
            context.Entry(job).State = EntityState.Modified;
            await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
            _failures.AddAll(failures);
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
        FailureLog failures,
        CancellationToken cancellationToken)
    {
        var resealer = new RowResealer(table, walk, ring, _target);
        resealer.DemandSize();
        job.Failed = 0;
        var after = job.Cursor is null ? null : walk.KeyOf(Convert.FromHexString(job.Cursor));
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var page = await walk.ReadPageAsync(after, all: false, options.PageSize, cancellationToken).ConfigureAwait(false);
            if (page.Count == 0)
                return;
            var failed = failures.Count;
            var replaced = page.Sum(row => resealer.Reseal(row, failures));
            var outcome = await CommitAsync(table, walk, job, page, replaced, failures, failed, cancellationToken).ConfigureAwait(false);
            after = page[^1].RawKey;
            _scanned += page.Count;
            _rewritten += outcome.Replaced;
            _conflicts += outcome.Conflicts;
            Report(table, job, failures);
            await ThrottleAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Commits a page; if the database refuses it because of its rows, row by row.</summary>
    private async Task<(int Replaced, int Conflicts)> CommitAsync(
        EncryptedTable table,
        TableWalk walk,
        EncryptionJob job,
        List<StoredRow> page,
        int replaced,
        FailureLog failures,
        int failedBefore,
        CancellationToken cancellationToken)
    {
        ExceptionDispatchInfo refused;
        try
        {
            var conflicts = await CommitAsync(walk, job, page, page[^1], replaced, failures.Count - failedBefore, cancellationToken)
                .ConfigureAwait(false);
            return (replaced - conflicts.Values, conflicts.Rows);
        }
        catch (DbException failure) when (_writing)
        {
            // One row may break a rule of the database, such as a unique index that is filled: the others are not to wait for it.
            refused = ExceptionDispatchInfo.Capture(failure);
        }

        var (written, changed, accepted) = (0, 0, 0);
        var refusals = new List<ReencryptionFailure>();
        foreach (var row in page.Where(row => !row.Change.IsNone))
        {
            var values = BitOperations.PopCount(row.Change.Replaced);
            try
            {
                var conflicts = await CommitAsync(walk, job, [row], row, values, 0, cancellationToken).ConfigureAwait(false);
                written += values - conflicts.Values;
                changed += conflicts.Rows;
                accepted++;
            }
            catch (DbException) when (_writing)
            {
                refusals.Add(
                    new ReencryptionFailure(table.Name, table.Columns[ColumnOf(table, row)].Name, walk.Describe(row), null, RowRefused));
            }
        }

        // Not one row ever got through: it is not the rows.
        if (accepted == 0 && refusals.Count > 1 && job.Rewritten == 0)
            refused.Throw();
        foreach (var refusal in refusals)
        {
            failures.Add(refusal);
            Log.ValueUnreadable(ring.Logger, refusal.Table, refusal.Column, 0, RowRefused);
        }

        await CommitAsync(walk, job, [], page[^1], 0, failures.Count - failedBefore, cancellationToken).ConfigureAwait(false);
        return (written, changed);
    }

    /// <summary>Commits values and the place behind them together.</summary>
    private async Task<(int Rows, int Values)> CommitAsync(
        TableWalk walk,
        EncryptionJob job,
        List<StoredRow> rows,
        StoredRow last,
        int replaced,
        int failed,
        CancellationToken cancellationToken)
    {
        var before = (job.Scanned, job.Rewritten, job.Conflicts, job.Failed);
        var strategy = context.Database.CreateExecutionStrategy();
        return await strategy.ExecuteAsync(
            async token =>
            {
                _writing = false;
                var transaction = await context.Database.BeginTransactionAsync(token).ConfigureAwait(false);
                await using (transaction.ConfigureAwait(false))
                {
                    await _lease.ExtendAsync(transaction, token).ConfigureAwait(false);
                    _writing = true;
                    var conflicts = await walk.WriteAsync(rows, transaction, token).ConfigureAwait(false);
                    _writing = false;
                    job.Cursor = Convert.ToHexString(walk.NameOf(last));
                    job.Scanned = before.Scanned + rows.Count;
                    job.Rewritten = before.Rewritten + replaced - conflicts.Values;
                    job.Conflicts = before.Conflicts + conflicts.Rows;
                    job.Failed = before.Failed + failed;
                    job.UpdatedAt = timeProvider.GetUtcNow();
                    await _place.ExecuteAsync(
                        transaction,
                        [job.Cursor, job.Pass, job.Scanned, job.Rewritten, job.Conflicts, job.Failed, job.UpdatedAt, job.Table],
                        token).ConfigureAwait(false);
                    await transaction.CommitAsync(token).ConfigureAwait(false);
                    return conflicts;
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// The column to name for a row that the database refused: that of an index that is filled, or the first that changes.
    /// </summary>
    private static int ColumnOf(EncryptedTable table, StoredRow row)
    {
        if (row.Change.Indexes == 0)
            return BitOperations.TrailingZeroCount(row.Change.Replaced);
        var index = table.Indexes[BitOperations.TrailingZeroCount(row.Change.Indexes)];
        return table.Columns.ToList().FindIndex(column => column.Indexes.Contains(index));
    }

    /// <summary>Makes plaintext an error in columns that hold none any more, in all of their tables.</summary>
    private async Task EndAdoptionAsync(List<EncryptedTable> tables, List<TableWalk> walks, CancellationToken cancellationToken)
    {
        var adopting = tables.Zip(walks)
            .SelectMany(pair => pair.First.Columns.Select(column => (Table: pair.First, Walk: pair.Second, Column: column)))
            .Where(place => place.Column.Encrypted.Cipher.AdoptsPlaintext)
            .GroupBy(place => place.Column.Encrypted.StableName!)
            .ToList();
        foreach (var places in adopting)
        {
            var isOpen = false;
            foreach (var (table, walk, column) in places)
            {
                isOpen = isOpen
                    || _failures.Concerns(table.Name, column.Name)
                    || await walk.CountPlaintextAsync(column, cancellationToken).ConfigureAwait(false) > 0;
            }

            if (isOpen)
                continue;
            var (name, now) = (places.Key, timeProvider.GetUtcNow());
            await context.Set<EncryptionColumn>()
                .Where(known => known.Context == name && known.AdoptedAt == null)
                .ExecuteUpdateAsync(set => set.SetProperty(known => known.AdoptedAt, now), cancellationToken)
                .ConfigureAwait(false);
            places.First().Column.Encrypted.Cipher.Column.IsAdopted = true;
            Log.ColumnAdopted(ring.Logger, name);
        }
    }

    private void Report(EncryptedTable table, EncryptionJob job, FailureLog failures)
    {
        if (progress is null)
            return;
        var seconds = timeProvider.GetElapsedTime(_started).TotalSeconds;
        var rate = seconds > 0 ? _scanned / seconds : 0;
        progress.Report(new ReencryptionProgress(
            table.Name,
            job.Pass,
            _total,
            _scanned,
            _rewritten,
            _conflicts,
            _failures.Count + failures.Count,
            rate,
            rate > 0 ? TimeSpan.FromSeconds(Math.Max(0, _total - _scanned) / rate) : null));
    }

    private async Task ThrottleAsync(CancellationToken cancellationToken)
    {
        if (options.MaxRowsPerSecond is not { } limit)
            return;
        var ahead = TimeSpan.FromSeconds(_scanned / (double)limit) - timeProvider.GetElapsedTime(_started);
        if (ahead > TimeSpan.Zero)
            await Task.Delay(ahead, timeProvider, cancellationToken).ConfigureAwait(false);
    }
}
