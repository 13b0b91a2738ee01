using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>One call of <see cref="MigrationRunner.MigrateAsync"/> or <see cref="MigrationRunner.RollbackAsync"/>.</summary>
/// <remarks>
/// A run announces itself in a small transaction of its own, so that others can name it while they wait, and so that its death leaves a
/// trace. Then it takes the lock and reads the history again: what another process has done meanwhile is not done twice. Under the lock it
/// verifies, looks at the risks and makes the backup, before it changes anything. Then <see cref="MigrationExecution"/> runs the
/// migrations, one after the other.
/// </remarks>
internal sealed class MigrationRun
{
    private readonly MigrationRunServices _run;
    private readonly MigrationRunOptions _options;
    private readonly MigrationGoal _goal;
    private readonly ILogger _logger;
    private MigrationExecution? _execution;

    public MigrationRun(
        TradingDatabase database,
        CompiledMigrations migrations,
        MigrationSession session,
        MigrationRunOptions options,
        MigrationGoal goal,
        IProgress<MigrationProgress>? progress,
        ILogger logger)
    {
        _run = new MigrationRunServices(database, migrations, session, options.LockTimeout, progress, logger);
        _options = options;
        _goal = goal;
        _logger = logger;
    }

    public async Task<MigrationResult> RunAsync(CancellationToken cancellationToken)
    {
        var started = _run.Time.GetTimestamp();
        IReadOnlyList<string> steps = [];
        await _run.Lock.WaitAsync(
            async () =>
            {
                await _run.History.ReadAsync(cancellationToken).ConfigureAwait(false);
                steps = _goal.FindSteps(_run.History.Applied);
                if (steps.Count > 0)
                    await PlanAsync(steps, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        if (steps.Count > 0)
        {
            await AnnounceAsync(cancellationToken).ConfigureAwait(false);
            await RunOrTakeBackAsync(cancellationToken).ConfigureAwait(false);
        }

        _run.Progress.Report(MigrationStage.Completed, null);
        return new MigrationResult(_run.History.Newest, _run.Progress.Done,
            _run.Time.GetElapsedTime(started))
        { Backup = _run.Journal.Backup };
    }

    private async Task AnnounceAsync(CancellationToken cancellationToken)
    {
        await _run.Lock.AcquireAsync(cancellationToken).ConfigureAwait(false);
        await _run.Session.EnsureJournalAsync(cancellationToken).ConfigureAwait(false);
        await _run.Session.WriteJournalAsync(_run.Journal.Announced(_run.Time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        await _run.Session.CommitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Does under the lock all that was announced; what fails is rolled back and the announcement taken back.</summary>
    private async Task RunOrTakeBackAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _run.History.LockAndReadAsync(cancellationToken).ConfigureAwait(false);
            await PlanAsync(_goal.FindSteps(_run.History.Applied), cancellationToken).ConfigureAwait(false);
            if (_run.Progress.Plan.Count > 0)
                await PrepareAsync(cancellationToken).ConfigureAwait(false);
            await RunPlanAndCommitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            await _run.Session.RollbackAsync().ConfigureAwait(false);
            await TakeBackAnnouncementAsync(exception as MigrationFailedException).ConfigureAwait(false);
            throw;
        }
    }

    private async Task PlanAsync(IReadOnlyList<string> steps, CancellationToken cancellationToken)
    {
        // A rollback may need what the journal holds; migrating goes by what is compiled.
        var journal = _goal.Direction == MigrationDirection.Up
            ? []
            : await _run.History.ReadJournalAsync(cancellationToken).ConfigureAwait(false);
        var known = _run.Progress.Plan.ToDictionary(migration => migration.Id);
        _run.Progress.Plan = [.. steps.Select(id => known.GetValueOrDefault(id) ?? _goal.Plan(id, journal))];
    }

    /// <summary>
    /// Everything that can refuse the run: migrations that are edited or never the same, drift, risks, and a backup that cannot be made.
    /// </summary>
    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_options is MigrateOptions { SkipVerification: false })
            await VerifyAsync(cancellationToken).ConfigureAwait(false);

        var plan = await new MigrationPlanner(_run.Migrations, _run.Session, _run.Database.Provider.Encryption).DescribeAsync(
            _goal.Direction, _run.History.Applied, _run.Progress.Plan, databaseExists: true, countRows: false, cancellationToken)
            .ConfigureAwait(false);
        if (plan.Risks.Where(risk => !_options.Accepts(risk)).ToList() is { Count: > 0 } refused)
            throw new DataLossException(refused);
        if (plan.IsBackupDue && _options.MakeBackup)
            await BackUpAsync(plan, cancellationToken).ConfigureAwait(false);
    }

    private async Task VerifyAsync(CancellationToken cancellationToken)
    {
        var applied = _run.History.Applied;
        var planned = _run.Progress.Plan.Select(migration => migration.Id);
        if (_run.Schema.FindNondeterministic(applied.Concat(planned)) is { Count: > 0 } nondeterministic)
            throw new MigrationNondeterministicException(nondeterministic);
        var journal = new JournalState(await _run.History.ReadJournalAsync(cancellationToken).ConfigureAwait(false));
        if (_run.Schema.FindEdited(applied, journal) is { Count: > 0 } edited)
            throw new MigrationEditedException(edited);
        if (await _run.Schema.FindDriftAsync(applied, journal, cancellationToken).ConfigureAwait(false) is { Count: > 0 } drift)
            throw new SchemaDriftException(drift);
    }

    private async Task BackUpAsync(MigrationPlan plan, CancellationToken cancellationToken)
    {
        _run.Progress.Report(MigrationStage.BackingUp, null);
        if (_options.BackUp is not null)
            _ = plan.ToScript(); // needs the context, which the hook may outlive
        _run.Journal.Backup = _options.BackUp is { } backUp
            ? await backUp(plan, cancellationToken).ConfigureAwait(false)
            : await new MigrationBackups(_run.Database).WriteAsync(_options.BackupFolder, _options.BackupsKept, cancellationToken)
                .ConfigureAwait(false);
        if (_run.Journal.Backup is { } backup)
            Log.MigrationBackupMade(_logger, backup);
        else
            Log.MigrationWithoutBackup(_logger, _run.Database.Provider.Name);
    }

    private async Task RunPlanAndCommitAsync(CancellationToken cancellationToken)
    {
        var plan = _run.Progress.Plan;
        foreach (var migration in plan)
        {
            _execution = new MigrationExecution(_run, migration);
            if (_run.Session.IsWholeBatchAtomic)
                await _execution.RunIfPendingAsync(cancellationToken).ConfigureAwait(false);
            else
                await _execution.RunWithRetriesAsync(cancellationToken).ConfigureAwait(false);
            _run.Progress.Reach(migration, migration.CommandCount);
            if (!_run.Session.IsWholeBatchAtomic && migration != plan[^1])
                await _execution.CommitAndLockAgainAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_execution is not null)
            await _execution.CheckReferencesAsync(cancellationToken).ConfigureAwait(false);
        await _run.ClearJournalAsync(MigrationJournalStatus.Announced, null, cancellationToken).ConfigureAwait(false);
        await _run.Session.CommitAsync(cancellationToken).ConfigureAwait(false);
        foreach (var migration in _run.Progress.Done)
        {
            if (_goal.Direction == MigrationDirection.Up)
                Log.MigrationApplied(_logger, migration.Id, migration.Duration.TotalMilliseconds);
            else
                Log.MigrationReverted(_logger, migration.Id, migration.Duration.TotalMilliseconds);
        }
    }

    /// <summary>
    /// Ends the announcement of a run that did not reach its end, and notes a failure. The run's own error matters more than one of this.
    /// </summary>
    private async Task TakeBackAnnouncementAsync(MigrationFailedException? failure)
    {
        try
        {
            if (!await _run.Session.TryBeginAsync(CancellationToken.None).ConfigureAwait(false))
                return;
            await _run.ClearJournalAsync(MigrationJournalStatus.Announced, _run.Journal.RunId, CancellationToken.None)
                .ConfigureAwait(false);
            if (failure is not null && _execution is not null)
                await _run.Session.WriteJournalAsync(_execution.Failed(failure), CancellationToken.None).ConfigureAwait(false);
            await _run.Session.CommitAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            Log.MigrationJournalNotWritten(_logger, exception.GetType().Name);
        }
    }
}
