using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>One call of <see cref="MigrationRunner.MigrateAsync"/> or <see cref="MigrationRunner.RollbackAsync"/>.</summary>
/// <remarks>
/// A run announces itself in a small transaction of its own, so that others can name it while they wait, and so that its death leaves a trace.
/// Then it takes the lock and reads the history again: what another process has done meanwhile is not done twice. Under the lock it verifies,
/// looks at the risks and makes the backup, before it changes anything.
/// </remarks>
internal sealed class MigrationRun
{
    private readonly TradingDatabase _database;
    private readonly TimeProvider _time;
    private readonly CompiledMigrations _migrations;
    private readonly MigrationSession _session;
    private readonly MigrationRunOptions _options;
    private readonly MigrationGoal _goal;
    private readonly IProgress<MigrationProgress>? _progress;
    private readonly ILogger _logger;
    private readonly RunJournal _journal;
    private readonly MigrationLock _lock;
    private readonly SchemaComparison _schema;
    private readonly List<AppliedMigration> _done = [];
    private readonly List<string> _kept = [];
    private IReadOnlyList<string> _applied = [];
    private HashSet<string> _have = [];
    private IReadOnlyList<PlannedMigration> _plan = [];
    private DateTimeOffset _startedAt;
    private long _started;
    private int _commandsDone;
    private int _commandsTotal;
    private string? _halfDone;

    public MigrationRun(
        TradingDatabase database,
        CompiledMigrations migrations,
        MigrationSession session,
        MigrationRunOptions options,
        MigrationGoal goal,
        IProgress<MigrationProgress>? progress,
        ILogger logger)
    {
        _database = database;
        _time = database.TimeProvider;
        _migrations = migrations;
        _session = session;
        _options = options;
        _goal = goal;
        _progress = progress;
        _logger = logger;
        _journal = new RunJournal(Guid.CreateVersion7(_time.GetUtcNow()), migrations.HistoryTable);
        _schema = new SchemaComparison(migrations, session);
        _lock = new MigrationLock(
            database.Provider, session, migrations.HistoryTable, _journal.RunId, options.LockTimeout, () => Report(MigrationStage.WaitingForLock, null));
    }

    public async Task<MigrationResult> RunAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        IReadOnlyList<string> steps = [];
        await _lock.WaitAsync(
            async () =>
            {
                await ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
                steps = _goal.FindSteps(_applied);
                if (steps.Count > 0)
                    await PlanAsync(steps, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        if (steps.Count > 0)
        {
            await AnnounceAsync(cancellationToken).ConfigureAwait(false);
            await RunOrRollBackAsync(cancellationToken).ConfigureAwait(false);
        }

        Report(MigrationStage.Completed, null);
        return new MigrationResult(_have.Max(StringComparer.OrdinalIgnoreCase), _done, _time.GetElapsedTime(started)) { Backup = _journal.Backup };
    }

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        await _lock.AcquireAsync(cancellationToken).ConfigureAwait(false);
        await _session.EnsureJournalAsync(cancellationToken).ConfigureAwait(false);
        await _session.WriteJournalAsync(_journal.Announced(_time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        await _session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task RunOrRollBackAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _lock.AcquireAsync(cancellationToken).ConfigureAwait(false);
            await ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
            await PlanAsync(_goal.FindSteps(_applied), cancellationToken).ConfigureAwait(false);
            if (_plan.Count > 0)
                await PrepareAsync(cancellationToken).ConfigureAwait(false);
            await RunAllAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await _session.RollbackAsync().ConfigureAwait(false);
            await TakeBackAnnouncementAsync(exception as MigrationFailedException).ConfigureAwait(false);
            throw;
        }
    }

    private async Task PlanAsync(IReadOnlyList<string> steps, CancellationToken cancellationToken)
    {
        // A rollback may need what the journal holds; migrating goes by what is compiled.
        var journal = _goal.Direction == MigrationDirection.Up ? [] : await ReadJournalAsync(cancellationToken).ConfigureAwait(false);
        var known = _plan.ToDictionary(migration => migration.Id);
        _plan = [.. steps.Select(id => known.GetValueOrDefault(id) ?? _goal.Plan(id, journal))];
        _commandsTotal = _plan.Sum(migration => migration.CommandCount);
    }

    /// <summary>Everything that can refuse the run: migrations that are edited or never the same, drift, risks, and a backup that cannot be made.</summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_options is MigrateOptions { SkipVerification: false })
        {
            if (_schema.FindNondeterministic(_applied.Concat(_plan.Select(migration => migration.Id))) is { Count: > 0 } nondeterministic)
                throw new MigrationNondeterministicException(nondeterministic);
            var journal = new JournalState(await ReadJournalAsync(cancellationToken).ConfigureAwait(false));
            if (_schema.FindEdited(_applied, journal) is { Count: > 0 } edited)
                throw new MigrationEditedException(edited);
            if (await _schema.FindDriftAsync(_applied, journal, cancellationToken).ConfigureAwait(false) is { Count: > 0 } drift)
                throw new SchemaDriftException(drift);
        }

        var plan = await new MigrationPlanner(_migrations, _session, _database.Provider.Encryption)
            .DescribeAsync(_goal.Direction, _applied, _plan, databaseExists: true, countRows: false, cancellationToken).ConfigureAwait(false);
        if (plan.Risks.Where(risk => !_options.Accepts(risk)).ToList() is { Count: > 0 } refused)
            throw new DataLossException(refused);
        if (plan.IsBackupDue && _options.MakeBackup)
            await BackUpAsync(plan, cancellationToken).ConfigureAwait(false);
    }

    private async Task BackUpAsync(MigrationPlan plan, CancellationToken cancellationToken)
    {
        Report(MigrationStage.BackingUp, null);
        if (_options.BackUp is not null)
            _ = plan.ToScript(); // needs the context, which the hook may outlive
        _journal.Backup = _options.BackUp is { } backUp
            ? await backUp(plan, cancellationToken).ConfigureAwait(false)
            : await new MigrationBackups(_database).WriteAsync(_options.BackupFolder, _options.BackupsKept, cancellationToken).ConfigureAwait(false);
        if (_journal.Backup is { } backup)
            Log.MigrationBackupMade(_logger, backup);
        else
            Log.MigrationWithoutBackup(_logger, _database.Provider.Name);
    }

    private async Task RunAllAsync(CancellationToken cancellationToken)
    {
        var commandsBefore = 0;
        foreach (var migration in _plan)
        {
            if (_session.IsWholeBatchAtomic)
                await RunUnlessDoneAsync(migration, commandsBefore, cancellationToken).ConfigureAwait(false);
            else
                await RunPatientlyAsync(migration, commandsBefore, cancellationToken).ConfigureAwait(false);
            commandsBefore += migration.CommandCount;
            _commandsDone = commandsBefore;
            if (!_session.IsWholeBatchAtomic && migration != _plan[^1])
                await CommitAndGoOnAsync(migration.Id, cancellationToken).ConfigureAwait(false);
        }

        if (_plan.Count > 0)
            await CheckReferencesAsync(_plan[^1].Id, cancellationToken).ConfigureAwait(false);
        await _session.ClearJournalAsync(_migrations.HistoryTable, MigrationJournalStatus.Announced, null, cancellationToken).ConfigureAwait(false);
        await _session.CommitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var migration in _done)
        {
            if (_goal.Direction == MigrationDirection.Up)
                Log.MigrationApplied(_logger, migration.Id, migration.Duration.TotalMilliseconds);
            else
                Log.MigrationReverted(_logger, migration.Id, migration.Duration.TotalMilliseconds);
        }
    }

    /// <summary>Runs a migration, and again as long as the lock timeout lasts if others keep a table locked that it changes.</summary>
    /// <remarks>A session gives up such a statement soon, because everyone who comes after it waits too; meanwhile those have their turn.</remarks>
    private async Task RunPatientlyAsync(PlannedMigration migration, int commandsBefore, CancellationToken cancellationToken)
    {
        var isFirst = true;
        await _lock.WaitAsync(
            async () =>
            {
                if (!isFirst)
                {
                    await _lock.AcquireAsync(cancellationToken).ConfigureAwait(false);
                    await ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
                }

                isFirst = false;
                try
                {
                    await RunUnlessDoneAsync(migration, commandsBefore, cancellationToken).ConfigureAwait(false);
                    return true;
                }
                catch
                {
                    await _session.RollbackAsync().ConfigureAwait(false);
                    throw;
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task RunUnlessDoneAsync(PlannedMigration migration, int commandsBefore, CancellationToken cancellationToken)
    {
        await _session.ExecuteAsync(_migrations.HistoryTableScript, cancellationToken).ConfigureAwait(false);
        if (!migration.IsDone(_have))
            await RunAsync(migration, commandsBefore, cancellationToken).ConfigureAwait(false);
    }

    private async Task RunAsync(PlannedMigration migration, int commandsBefore, CancellationToken cancellationToken)
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
            await _session.ExecuteAsync(migration.HistoryStatement, cancellationToken).ConfigureAwait(false);
            var duration = _time.GetElapsedTime(_started);
            if (migration.Direction == MigrationDirection.Up)
                _have.Add(migration.Id);
            else
                _have.Remove(migration.Id);
            var schema = await _schema.ReadAsync(_have.Max(StringComparer.OrdinalIgnoreCase), null, cancellationToken).ConfigureAwait(false);
            await _session.ClearJournalAsync(_migrations.HistoryTable, MigrationJournalStatus.Partial, null, cancellationToken).ConfigureAwait(false);
            await _session.WriteJournalAsync(_journal.Done(migration, _startedAt, duration, schema, migration == _plan[^1]), cancellationToken).ConfigureAwait(false);
            _done.Add(new AppliedMigration(migration.Id, duration));
            _commandsDone = commandsBefore + migration.CommandCount;
            Report(MigrationStage.Applied, migration.Id);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or MigrationException)
            && MigrationErrors.Translate(_database.Provider, exception) is null)
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
            if (command.IsTransactionSuppressed)
            {
                if (!await ExecuteOutsideTransactionAsync(migration, next, cancellationToken).ConfigureAwait(false))
                    return false;
                next = Math.Max(next + 1, await ReadCommandsDoneAsync(migration, cancellationToken).ConfigureAwait(false));
            }
            else
            {
                await _session.ExecuteAsync(command.Sql, cancellationToken).ConfigureAwait(false);
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
        // What is outside a transaction may be left by half, so a run that goes on repeats all of it that is in a row: what clears up stands before what fails.
        var first = index;
        while (first > 0 && migration.Commands[first - 1].IsTransactionSuppressed)
            first--;
        var partial = _journal.Partial(migration, _startedAt, _time.GetElapsedTime(_started), first);
        await _session.ClearJournalAsync(_migrations.HistoryTable, MigrationJournalStatus.Partial, null, cancellationToken).ConfigureAwait(false);
        await _session.WriteJournalAsync(partial, cancellationToken).ConfigureAwait(false);
        await CommitAsync(migration.Id, cancellationToken).ConfigureAwait(false);
        _halfDone = migration.Id;
        await _lock.WaitAsync(
            async () =>
            {
                await _session.ExecuteAsync(migration.Commands[index].Sql, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        await _lock.AcquireAsync(cancellationToken).ConfigureAwait(false);
        await ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        return !migration.IsDone(_have);
    }

    private async Task CommitAndGoOnAsync(string migrationId, CancellationToken cancellationToken)
    {
        await CommitAsync(migrationId, cancellationToken).ConfigureAwait(false);
        await _lock.AcquireAsync(cancellationToken).ConfigureAwait(false);
        await ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
    }

    private async Task CommitAsync(string migrationId, CancellationToken cancellationToken)
    {
        await CheckReferencesAsync(migrationId, cancellationToken).ConfigureAwait(false);
        await _session.CommitAsync(cancellationToken).ConfigureAwait(false);
        _kept.Clear();
        _kept.AddRange(_done.Select(migration => migration.Id));
    }

    /// <summary>The command to begin with: the first one, unless a run ended between two transactions of this migration.</summary>
    private async Task<int> ReadCommandsDoneAsync(PlannedMigration migration, CancellationToken cancellationToken)
    {
        var partial = new JournalState(await ReadJournalAsync(cancellationToken).ConfigureAwait(false)).Interrupted;
        if (partial is null || partial.MigrationId != migration.Id)
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
        var rolledBack = _done.Select(migration => migration.Id).Except(_kept).Append(migrationId).Distinct();
        return new MigrationFailedException(migrationId, reason, [.. rolledBack], [.. _kept], _halfDone == migrationId, cause);
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

    private async Task ReadHistoryAsync(CancellationToken cancellationToken)
    {
        _applied = [];
        if (await _session.ExistsAsync(cancellationToken).ConfigureAwait(false))
        {
            await _session.OpenAsync(cancellationToken).ConfigureAwait(false);
            _applied = await _session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
        }

        _have = _applied.ToHashSet(StringComparer.OrdinalIgnoreCase);
    }

    private Task<IReadOnlyList<MigrationJournalEntry>> ReadJournalAsync(CancellationToken cancellationToken) =>
        _session.ReadJournalAsync(_migrations.HistoryTable, cancellationToken);

    private void Report(MigrationStage stage, string? migrationId) =>
        _progress?.Report(new MigrationProgress(stage, migrationId, _done.Count, _plan.Count, _commandsDone, _commandsTotal));
}
