using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>One call of <see cref="MigrationRunner.MigrateAsync"/>.</summary>
/// <remarks>
/// A run announces itself in a small transaction of its own, so that others can name it while they wait, and so that its death leaves a trace.
/// Then it takes the lock for the batch and reads the history again: what another process has applied meanwhile is not applied twice.
/// </remarks>
internal sealed class MigrationRun
{
    private readonly TradingProvider _provider;
    private readonly TimeProvider _time;
    private readonly CompiledMigrations _migrations;
    private readonly MigrationSession _session;
    private readonly MigrateOptions _options;
    private readonly IProgress<MigrationProgress>? _progress;
    private readonly ILogger _logger;
    private readonly RunJournal _journal;
    private readonly MigrationLock _lock;
    private readonly List<AppliedMigration> _applied = [];
    private readonly List<string> _kept = [];
    private HashSet<string> _have = [];
    private IReadOnlyList<PlannedMigration> _plan = [];
    private DateTimeOffset _startedAt;
    private long _started;
    private int _commandsDone;
    private int _commandsTotal;

    public MigrationRun(
        TradingDatabase database,
        CompiledMigrations migrations,
        MigrationSession session,
        MigrateOptions options,
        IProgress<MigrationProgress>? progress,
        ILogger logger)
    {
        _provider = database.Provider;
        _time = database.TimeProvider;
        _migrations = migrations;
        _session = session;
        _options = options;
        _progress = progress;
        _logger = logger;
        _journal = new RunJournal(Guid.CreateVersion7(_time.GetUtcNow()), migrations.HistoryTable);
        _lock = new MigrationLock(
            _provider, session, migrations.HistoryTable, _journal.RunId, options.LockTimeout, () => Report(MigrationStage.WaitingForLock, null));
    }

    public async Task<MigrationResult> RunAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var target = ResolveTarget();
        IReadOnlyList<string> pending = [];
        await _lock.WaitAsync(
            async () =>
            {
                pending = await FindPendingAsync(target, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        if (pending.Count > 0)
        {
            _plan = [.. pending.Select(_migrations.Plan)];
            _commandsTotal = _plan.Sum(migration => migration.CommandCount);
            await AnnounceAsync(cancellationToken).ConfigureAwait(false);
            await ApplyOrRollBackAsync(target, cancellationToken).ConfigureAwait(false);
        }

        Report(MigrationStage.Completed, null);
        return new MigrationResult(_have.Max(StringComparer.OrdinalIgnoreCase), _applied, _time.GetElapsedTime(started));
    }

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        await _lock.AcquireAsync(cancellationToken).ConfigureAwait(false);
        await _session.EnsureJournalAsync(cancellationToken).ConfigureAwait(false);
        await _session.WriteJournalAsync(_journal.Announced(_time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        await _session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task ApplyOrRollBackAsync(string? target, CancellationToken cancellationToken)
    {
        try
        {
            await _lock.AcquireAsync(cancellationToken).ConfigureAwait(false);
            _ = await FindPendingAsync(target, cancellationToken).ConfigureAwait(false);
            await ApplyAllAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await _session.RollbackAsync().ConfigureAwait(false);
            await TakeBackAnnouncementAsync(exception as MigrationFailedException).ConfigureAwait(false);
            throw;
        }
    }

    private async Task ApplyAllAsync(CancellationToken cancellationToken)
    {
        await _session.ExecuteAsync(_migrations.HistoryTableScript, cancellationToken).ConfigureAwait(false);
        var commandsBefore = 0;
        foreach (var migration in _plan)
        {
            if (!_have.Contains(migration.Id))
                await ApplyAsync(migration, commandsBefore, cancellationToken).ConfigureAwait(false);
            commandsBefore += migration.CommandCount;
            _commandsDone = commandsBefore;
            if (!_session.IsWholeBatchAtomic && migration != _plan[^1])
                await CommitAndBeginAsync(migration.Id, cancellationToken).ConfigureAwait(false);
        }

        await CheckReferencesAsync(_plan[^1].Id, cancellationToken).ConfigureAwait(false);
        await _session.ClearJournalAsync(_migrations.HistoryTable, MigrationJournalStatus.Announced, null, cancellationToken).ConfigureAwait(false);
        await _session.CommitAsync(cancellationToken).ConfigureAwait(false);
        KeepApplied();
    }

    private async Task ApplyAsync(PlannedMigration migration, int commandsBefore, CancellationToken cancellationToken)
    {
        _startedAt = _time.GetUtcNow();
        _started = _time.GetTimestamp();
        _commandsDone = commandsBefore;
        Log.MigrationStarting(_logger, migration.Id);
        Report(MigrationStage.Applying, migration.Id);
        try
        {
            if (!await ExecuteAsync(migration, commandsBefore, cancellationToken).ConfigureAwait(false))
                return;
            await _session.ExecuteAsync(migration.HistoryInsert, cancellationToken).ConfigureAwait(false);
            var duration = _time.GetElapsedTime(_started);
            await _session.ClearJournalAsync(_migrations.HistoryTable, MigrationJournalStatus.Partial, null, cancellationToken).ConfigureAwait(false);
            await _session.WriteJournalAsync(_journal.Applied(migration, _startedAt, duration), cancellationToken).ConfigureAwait(false);
            _applied.Add(new AppliedMigration(migration.Id, duration));
            _have.Add(migration.Id);
            _commandsDone = commandsBefore + migration.CommandCount;
            Report(MigrationStage.Applied, migration.Id);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or MigrationException)
            && MigrationErrors.Translate(_provider, exception) is null)
        {
            throw Failure(migration.Id, exception.Message.TrimEnd('.') + ".", exception);
        }
    }

    /// <summary>Runs the commands of a migration.</summary>
    /// <returns>False if another process has finished it meanwhile.</returns>
    private async Task<bool> ExecuteAsync(PlannedMigration migration, int commandsBefore, CancellationToken cancellationToken)
    {
        var next = await ReadCommandsDoneAsync(migration, cancellationToken).ConfigureAwait(false);
        while (next < migration.Commands.Count)
        {
            var command = migration.Commands[next];
            if (_session.IsCovered(command))
            {
                next++;
            }
            else if (command.TransactionSuppressed)
            {
                if (!await ExecuteOutsideTransactionAsync(migration, next, cancellationToken).ConfigureAwait(false))
                    return false;
                next = Math.Max(next + 1, await ReadCommandsDoneAsync(migration, cancellationToken).ConfigureAwait(false));
            }
            else
            {
                await _session.ExecuteAsync(command.CommandText, cancellationToken).ConfigureAwait(false);
                next++;
            }

            _commandsDone = commandsBefore + next;
            Report(MigrationStage.Applying, migration.Id);
        }

        return true;
    }

    /// <summary>Commits, runs a command that refuses to run in a transaction, and takes the lock again.</summary>
    /// <returns>False if another process has finished the migration meanwhile.</returns>
    private async Task<bool> ExecuteOutsideTransactionAsync(PlannedMigration migration, int index, CancellationToken cancellationToken)
    {
        var partial = _journal.Partial(migration, _startedAt, _time.GetElapsedTime(_started), index);
        await _session.ClearJournalAsync(_migrations.HistoryTable, MigrationJournalStatus.Partial, null, cancellationToken).ConfigureAwait(false);
        await _session.WriteJournalAsync(partial, cancellationToken).ConfigureAwait(false);
        await CheckReferencesAsync(migration.Id, cancellationToken).ConfigureAwait(false);
        await _session.CommitAsync(cancellationToken).ConfigureAwait(false);
        KeepApplied();
        await _lock.WaitAsync(
            async () =>
            {
                await _session.ExecuteAsync(migration.Commands[index].CommandText, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        await _lock.AcquireAsync(cancellationToken).ConfigureAwait(false);
        _have = (await _session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return !_have.Contains(migration.Id);
    }

    /// <summary>Ends the transaction of one migration and begins that of the next, in which the history is read again.</summary>
    private async Task CommitAndBeginAsync(string migrationId, CancellationToken cancellationToken)
    {
        await CheckReferencesAsync(migrationId, cancellationToken).ConfigureAwait(false);
        await _session.CommitAsync(cancellationToken).ConfigureAwait(false);
        KeepApplied();
        await _lock.AcquireAsync(cancellationToken).ConfigureAwait(false);
        _have = (await _session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false)).ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private void KeepApplied()
    {
        foreach (var migration in _applied.Skip(_kept.Count))
        {
            _kept.Add(migration.Id);
            Log.MigrationApplied(_logger, migration.Id, migration.Duration.TotalMilliseconds);
        }
    }

    /// <summary>The command to begin with: the first one, unless a run ended between two transactions of this migration.</summary>
    private async Task<int> ReadCommandsDoneAsync(PlannedMigration migration, CancellationToken cancellationToken)
    {
        var journal = await _session.ReadJournalAsync(_migrations.HistoryTable, cancellationToken).ConfigureAwait(false);
        var partial = journal.LastOrDefault(entry => entry.Status == MigrationJournalStatus.Partial && entry.MigrationId == migration.Id);
        if (partial is null)
            return 0;
        if (partial.SqlHash == migration.SqlHash)
            return partial.CommandsDone;
        throw Failure(
            migration.Id,
            $"it was interrupted after {partial.CommandsDone} of its commands, and they have changed since: it cannot go on from there. Deploy the version that began it.",
            null);
    }

    private async Task CheckReferencesAsync(string migrationId, CancellationToken cancellationToken)
    {
        if (!_plan.Any(migration => migration.MayBreakReferences))
            return;
        Report(MigrationStage.Checking, migrationId);
        var violations = await _session.FindViolationsAsync(cancellationToken).ConfigureAwait(false);
        if (violations.Count > 0)
            throw Failure(migrationId, $"it leaves references that point nowhere ({string.Join("; ", violations)}).", null);
    }

    private MigrationFailedException Failure(string migrationId, string reason, Exception? cause)
    {
        Log.MigrationFailed(_logger, migrationId, reason);
        var rolledBack = _applied.Select(applied => applied.Id).Except(_kept).Append(migrationId).Distinct();
        return new MigrationFailedException(migrationId, reason, [.. rolledBack], [.. _kept], cause);
    }

    /// <summary>Ends the announcement of a run that did not reach its end, and notes a failure. The run's own error matters more than one of this.</summary>
    private async Task TakeBackAnnouncementAsync(MigrationFailedException? failure)
    {
        try
        {
            if (!await _session.TryBeginAsync(CancellationToken.None).ConfigureAwait(false))
                return;
            await _session.ClearJournalAsync(_migrations.HistoryTable, MigrationJournalStatus.Announced, _journal.RunId, CancellationToken.None).ConfigureAwait(false);
            if (failure is not null)
            {
                var migration = _plan.Single(migration => migration.Id == failure.MigrationId);
                var entry = _journal.Failed(migration, _startedAt, _time.GetElapsedTime(_started), failure);
                await _session.WriteJournalAsync(entry, CancellationToken.None).ConfigureAwait(false);
            }

            await _session.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.MigrationJournalNotWritten(_logger, exception.GetType().Name);
        }
    }

    private string? ResolveTarget()
    {
        if (_options.Target is null)
            return null;
        return _migrations.Find(_options.Target)
            ?? throw new MigrationTargetException($"The application has no migration {_options.Target}. It has {string.Join(", ", _migrations.Ids)}.");
    }

    /// <summary>The migrations to apply, or an exception if the database must not be touched.</summary>
    private async Task<IReadOnlyList<string>> FindPendingAsync(string? target, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> applied = [];
        if (await _session.ExistsAsync(cancellationToken).ConfigureAwait(false))
        {
            await _session.OpenAsync(cancellationToken).ConfigureAwait(false);
            applied = await _session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        }

        _have = applied.ToHashSet(StringComparer.OrdinalIgnoreCase);
        var status = SchemaState.Compare(databaseExists: true, applied, _migrations.Ids, []);
        if (status.Unknown.Count > 0)
            throw new DatabaseAheadException(status.Unknown, _migrations.Ids.Count == 0 ? null : _migrations.Ids[^1]);
        if (target is not null && status.Current is { } current && StringComparer.OrdinalIgnoreCase.Compare(current, target) > 0)
            throw new MigrationTargetException($"The database is at {current}, past {target}, and MigrateAsync reverts nothing. Restore a backup to go back.");
        var pending = status.Pending.Where(id => target is null || StringComparer.OrdinalIgnoreCase.Compare(id, target) <= 0).ToList();
        var outOfOrder = pending.Intersect(status.OutOfOrder).ToList();
        if (outOfOrder.Count > 0 && !_options.AllowOutOfOrder)
            throw new MigrationOutOfOrderException(outOfOrder, status.Current!);
        return pending;
    }

    private void Report(MigrationStage stage, string? migrationId) =>
        _progress?.Report(new MigrationProgress(stage, migrationId, _applied.Count, _plan.Count, _commandsDone, _commandsTotal));
}
