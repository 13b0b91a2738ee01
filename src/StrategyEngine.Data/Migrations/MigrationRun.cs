using System.Reflection;

using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>One call of <see cref="MigrationRunner.MigrateAsync"/>.</summary>
/// <remarks>
/// A run announces itself in a small transaction of its own, so that others can name it while they wait, and so that its death leaves a trace.
/// Then it takes the lock for the batch and reads the history again: what another process has applied meanwhile is not applied twice.
/// </remarks>
internal sealed class MigrationRun(
    TradingDatabase database,
    CompiledMigrations migrations,
    MigrationSession session,
    MigrateOptions options,
    IProgress<MigrationProgress>? progress,
    ILogger logger)
{
    private const int ShortestPollMilliseconds = 15, LongestPollMilliseconds = 60, LongestError = 2000;

    private static readonly string? LibraryVersion =
        typeof(MigrationRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;

    private static readonly string? Application = Assembly.GetEntryAssembly()?.GetName() is { } name ? $"{name.Name} {name.Version}" : null;

    // Other processes hold their locks in real time, whatever clock this database was given.
    private static readonly TimeProvider Wall = TimeProvider.System;

    private readonly TimeProvider _time = database.TimeProvider;
    private readonly Guid _runId = Guid.CreateVersion7(database.TimeProvider.GetUtcNow());
    private readonly List<AppliedMigration> _applied = [];
    private readonly List<string> _kept = [];
    private IReadOnlyList<PlannedMigration> _plan = [];
    private int _commandsDone;
    private int _commandsTotal;
    private long _waitingSince;

    public async Task<MigrationResult> RunAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        _waitingSince = Wall.GetTimestamp();
        var target = ResolveTarget();
        MigrationStatus status = null!;
        await WaitForLockAsync(
            async () =>
            {
                status = await ReadStatusAsync(cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        var pending = Check(status, target);
        if (pending.Count > 0)
        {
            _plan = [.. pending.Select(migrations.Plan)];
            _commandsTotal = _plan.Sum(migration => migration.CommandCount);
            status = await AnnounceAndApplyAsync(target, cancellationToken).ConfigureAwait(false);
        }

        Report(MigrationStage.Completed, null);
        var current = status.Applied.Concat(_applied.Select(migration => migration.Id)).Max(StringComparer.OrdinalIgnoreCase);
        return new MigrationResult(current, _applied, _time.GetElapsedTime(started));
    }

    private async Task<MigrationStatus> AnnounceAndApplyAsync(string? target, CancellationToken cancellationToken)
    {
        await AcquireAsync(cancellationToken).ConfigureAwait(false);
        await session.EnsureJournalAsync(cancellationToken).ConfigureAwait(false);
        await session.WriteJournalAsync(Entry(MigrationJournalStatus.Announced, _time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await AcquireAsync(cancellationToken).ConfigureAwait(false);
            var status = await ReadStatusAsync(cancellationToken).ConfigureAwait(false);
            _ = Check(status, target);
            await ApplyAsync(status, cancellationToken).ConfigureAwait(false);
            return status;
        }
        catch (Exception exception)
        {
            await session.RollbackAsync().ConfigureAwait(false);
            await TakeBackAnnouncementAsync(exception as MigrationFailedException).ConfigureAwait(false);
            throw;
        }
    }

    private async Task ApplyAsync(MigrationStatus status, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync(migrations.HistoryTableScript, cancellationToken).ConfigureAwait(false);
        var have = status.Applied.ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var migration in _plan)
        {
            if (have.Contains(migration.Id))
                _commandsDone += migration.CommandCount;
            else
                await ApplyAsync(migration, cancellationToken).ConfigureAwait(false);
        }

        await CheckReferencesAsync(_plan[^1].Id, cancellationToken).ConfigureAwait(false);
        await session.ClearJournalAsync(migrations.HistoryTable, MigrationJournalStatus.Announced, null, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var migration in _applied)
            Log.MigrationApplied(logger, migration.Id, migration.Duration.TotalMilliseconds);
    }

    private async Task ApplyAsync(PlannedMigration migration, CancellationToken cancellationToken)
    {
        var startedAt = _time.GetUtcNow();
        var started = _time.GetTimestamp();
        var before = _commandsDone;
        Log.MigrationStarting(logger, migration.Id);
        Report(MigrationStage.Applying, migration.Id);
        try
        {
            var next = await ResumeAsync(migration, cancellationToken).ConfigureAwait(false);
            while (next < migration.Commands.Count)
            {
                var command = migration.Commands[next];
                if (command.TransactionSuppressed && !session.IsCovered(command))
                {
                    await session.WriteJournalAsync(
                        Entry(MigrationJournalStatus.Partial, startedAt, migration, _time.GetElapsedTime(started), done: next), cancellationToken).ConfigureAwait(false);
                    if (!await ExecuteOutsideTransactionAsync(migration, command.CommandText, cancellationToken).ConfigureAwait(false))
                    {
                        _commandsDone = before + migration.CommandCount;
                        return;
                    }
                }
                else if (!session.IsCovered(command))
                {
                    await session.ExecuteAsync(command.CommandText, cancellationToken).ConfigureAwait(false);
                }

                next++;
                _commandsDone = before + next;
                Report(MigrationStage.Applying, migration.Id);
            }

            await session.ExecuteAsync(migration.HistoryInsert, cancellationToken).ConfigureAwait(false);
            var duration = _time.GetElapsedTime(started);
            await session.ClearJournalAsync(migrations.HistoryTable, MigrationJournalStatus.Partial, null, cancellationToken).ConfigureAwait(false);
            await session.WriteJournalAsync(
                Entry(MigrationJournalStatus.Applied, startedAt, migration, duration, done: migration.CommandCount), cancellationToken).ConfigureAwait(false);
            _applied.Add(new AppliedMigration(migration.Id, duration));
            _commandsDone = before + migration.CommandCount;
            Report(MigrationStage.Applied, migration.Id);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or MigrationException)
            && MigrationErrors.Translate(database.Provider, exception) is null)
        {
            throw Failure(migration.Id, exception.Message.TrimEnd('.') + ".", exception);
        }
    }

    /// <summary>The command to begin with: the first one, unless an earlier run ended between two transactions of this migration.</summary>
    private async Task<int> ResumeAsync(PlannedMigration migration, CancellationToken cancellationToken)
    {
        var journal = await session.ReadJournalAsync(migrations.HistoryTable, cancellationToken).ConfigureAwait(false);
        var partial = journal.LastOrDefault(entry => entry.Status == MigrationJournalStatus.Partial && entry.MigrationId == migration.Id);
        if (partial is null)
            return 0;
        if (partial.SqlHash == migration.SqlHash)
            return partial.CommandsDone;
        throw Failure(
            migration.Id, $"it was interrupted after {partial.CommandsDone} of its commands, and its commands have changed since, so that it cannot go on from there.", null);
    }

    /// <summary>Commits, runs a command that refuses to run in a transaction, and takes the lock again.</summary>
    /// <returns>False if another process has finished the migration meanwhile.</returns>
    private async Task<bool> ExecuteOutsideTransactionAsync(PlannedMigration migration, string sql, CancellationToken cancellationToken)
    {
        await CheckReferencesAsync(migration.Id, cancellationToken).ConfigureAwait(false);
        await session.CommitAsync(cancellationToken).ConfigureAwait(false);
        _kept.Clear();
        _kept.AddRange(_applied.Select(applied => applied.Id));
        await session.ExecuteAsync(sql, cancellationToken).ConfigureAwait(false);
        _waitingSince = Wall.GetTimestamp();
        await AcquireAsync(cancellationToken).ConfigureAwait(false);
        var history = await session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        return !history.Contains(migration.Id, StringComparer.OrdinalIgnoreCase);
    }

    private async Task CheckReferencesAsync(string migrationId, CancellationToken cancellationToken)
    {
        if (!_plan.Any(migration => migration.MayBreakReferences))
            return;
        Report(MigrationStage.Checking, migrationId);
        var violations = await session.FindViolationsAsync(cancellationToken).ConfigureAwait(false);
        if (violations.Count > 0)
            throw Failure(migrationId, $"references point nowhere afterwards ({string.Join("; ", violations)}).", null);
    }

    private MigrationFailedException Failure(string migrationId, string reason, Exception? cause)
    {
        string[] rolledBack = [.. _applied.Select(applied => applied.Id).Except(_kept), migrationId];
        Log.MigrationFailed(logger, migrationId, reason);
        return new MigrationFailedException(migrationId, reason, [.. rolledBack.Distinct()], [.. _kept], cause);
    }

    private Task AcquireAsync(CancellationToken cancellationToken) => WaitForLockAsync(
        async () =>
        {
            await session.OpenAsync(cancellationToken).ConfigureAwait(false);
            return await session.TryBeginAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Tries until it succeeds or the time is up. The database may also be locked against being opened or read.</summary>
    private async Task WaitForLockAsync(Func<Task<bool>> attempt, CancellationToken cancellationToken)
    {
        while (true)
        {
            Exception? refusal = null;
            try
            {
                if (await attempt().ConfigureAwait(false))
                    return;
            }
            catch (Exception exception) when (database.Provider.Classify(exception).Kind == DatabaseErrorKind.Busy)
            {
                refusal = exception;
            }

            var waited = Wall.GetElapsedTime(_waitingSince);
            if (options.LockTimeout != Timeout.InfiniteTimeSpan && waited >= options.LockTimeout)
                throw new MigrationLockedException(waited, await ReadHolderAsync(cancellationToken).ConfigureAwait(false), refusal);
            Report(MigrationStage.WaitingForLock, null);
            var pause = TimeSpan.FromMilliseconds(Random.Shared.Next(ShortestPollMilliseconds, LongestPollMilliseconds));
            await Task.Delay(pause, Wall, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<MigrationLockHolder?> ReadHolderAsync(CancellationToken cancellationToken)
    {
        try
        {
            return SchemaState.LastAnnounced(await session.ReadJournalAsync(migrations.HistoryTable, cancellationToken).ConfigureAwait(false), except: _runId);
        }
        catch (Exception exception) when (database.Provider.Classify(exception).Kind == DatabaseErrorKind.Busy)
        {
            return null;
        }
    }

    /// <summary>Ends the announcement of a run that did not reach its end, and notes a failure. The run's own error matters more than one of this.</summary>
    private async Task TakeBackAnnouncementAsync(MigrationFailedException? failure)
    {
        try
        {
            if (!await session.TryBeginAsync(CancellationToken.None).ConfigureAwait(false))
                return;
            await session.ClearJournalAsync(migrations.HistoryTable, MigrationJournalStatus.Announced, _runId, CancellationToken.None).ConfigureAwait(false);
            if (failure is not null)
            {
                var planned = _plan.FirstOrDefault(migration => migration.Id == failure.MigrationId);
                var error = failure.InnerException?.Message ?? failure.Message;
                var entry = Entry(MigrationJournalStatus.Failed, _time.GetUtcNow(), planned) with
                {
                    MigrationId = failure.MigrationId,
                    Error = error.Length > LongestError ? error[..LongestError] : error,
                };
                await session.WriteJournalAsync(entry, CancellationToken.None).ConfigureAwait(false);
            }

            await session.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.MigrationJournalNotWritten(logger, exception.GetType().Name);
        }
    }

    private string? ResolveTarget()
    {
        if (options.Target is null)
            return null;
        return migrations.Find(options.Target)
            ?? throw new MigrationTargetException($"The application has no migration {options.Target}. It has {string.Join(", ", migrations.Ids)}.");
    }

    private async Task<MigrationStatus> ReadStatusAsync(CancellationToken cancellationToken)
    {
        if (!await session.ExistsAsync(cancellationToken).ConfigureAwait(false))
            return SchemaState.Compare(databaseExists: false, [], migrations.Ids, []);
        await session.OpenAsync(cancellationToken).ConfigureAwait(false);
        var applied = await session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        return SchemaState.Compare(databaseExists: true, applied, migrations.Ids, []);
    }

    /// <summary>The migrations to apply, or an exception if the database must not be touched.</summary>
    private List<string> Check(MigrationStatus status, string? target)
    {
        if (status.Unknown.Count > 0)
            throw new DatabaseAheadException(status.Unknown, migrations.Ids.Count == 0 ? null : migrations.Ids[^1]);
        if (target is not null && status.Current is { } current && StringComparer.OrdinalIgnoreCase.Compare(current, target) > 0)
            throw new MigrationTargetException($"The database is at {current}, past {target}, and MigrateAsync reverts nothing. Restore a backup to go back.");
        var pending = status.Pending.Where(id => target is null || StringComparer.OrdinalIgnoreCase.Compare(id, target) <= 0).ToList();
        var outOfOrder = pending.Intersect(status.OutOfOrder).ToList();
        if (outOfOrder.Count > 0 && !options.AllowOutOfOrder)
            throw new MigrationOutOfOrderException(outOfOrder, status.Current!);
        return pending;
    }

    private MigrationJournalEntry Entry(
        MigrationJournalStatus status, DateTimeOffset startedAt, PlannedMigration? migration = null, TimeSpan? duration = null, int done = 0) => new()
        {
            RunId = _runId,
            HistoryTable = migrations.HistoryTable,
            MigrationId = migration?.Id,
            Status = status,
            StartedAt = startedAt,
            Duration = duration,
            CommandsDone = done,
            CommandsTotal = migration?.CommandCount ?? 0,
            EntityFrameworkVersion = CompiledMigrations.EntityFrameworkVersion,
            LibraryVersion = LibraryVersion,
            Application = Application,
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            SqlHash = migration?.SqlHash,
        };

    private void Report(MigrationStage stage, string? migrationId) =>
        progress?.Report(new MigrationProgress(stage, migrationId, _applied.Count, _plan.Count, _commandsDone, _commandsTotal));
}
