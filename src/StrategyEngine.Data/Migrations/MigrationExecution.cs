using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Runs one migration of a <see cref="MigrationRun"/>, which holds the lock.</summary>
/// <remarks>
/// All commands of a migration, its row in the history table and its entry in the journal are one transaction, unless a command refuses to
/// run in one. Before such a command what was done is committed, together with a note in the journal from which any later run goes on.
/// </remarks>
internal sealed class MigrationExecution
{
    private readonly MigrationRunServices _run;
    private readonly PlannedMigration _migration;
    private DateTimeOffset _startedAt;
    private long _started;

    public MigrationExecution(MigrationRunServices run, PlannedMigration migration)
    {
        _run = run;
        _migration = migration;
        StartClock();
    }

    /// <summary>Runs the migration, and again as long as the lock timeout lasts if others keep a table locked that it changes.</summary>
    /// <remarks>
    /// A session gives up such a statement soon, because everyone who comes after it waits too; meanwhile those have their turn.
    /// </remarks>
    public async Task RunWithRetriesAsync(CancellationToken cancellationToken)
    {
        var isFirst = true;
        await _run.Lock.WaitAsync(
            async () =>
            {
                if (!isFirst)
                    await _run.History.LockAndReadAsync(cancellationToken).ConfigureAwait(false);
                isFirst = false;
                try
                {
                    await RunIfPendingAsync(cancellationToken).ConfigureAwait(false);
                    return true;
                }
                catch
                {
                    await _run.Session.RollbackAsync().ConfigureAwait(false);
                    throw;
                }
            },
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Runs the migration in the transaction that is open, unless another process has finished it meanwhile.</summary>
    public async Task RunIfPendingAsync(CancellationToken cancellationToken)
    {
        await _run.Session.ExecuteAsync(_run.Migrations.HistoryTableScript, cancellationToken).ConfigureAwait(false);
        if (!_migration.IsDone(_run.History.Have))
            await RunAndRecordAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Commits what is done, and begins the next transaction under the lock.</summary>
    public async Task CommitAndLockAgainAsync(CancellationToken cancellationToken)
    {
        await CheckReferencesAsync(cancellationToken).ConfigureAwait(false);
        await _run.Session.CommitAsync(cancellationToken).ConfigureAwait(false);
        _run.Progress.Keep();
        await _run.History.LockAndReadAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Demands that every reference points at a row, where the engine has not checked that statement by statement.</summary>
    public async Task CheckReferencesAsync(CancellationToken cancellationToken)
    {
        if (!_run.Progress.Plan.Any(migration => migration.MayBreakReferences))
            return;
        _run.Progress.Report(MigrationStage.Checking, _migration.Id);
        var violations = await _run.Session.FindViolationsAsync(cancellationToken).ConfigureAwait(false);
        if (violations.Count > 0)
            throw Failure($"it leaves references that point nowhere ({string.Join("; ", violations)}).", null);
    }

    /// <summary>The entry that notes in the journal why the migration was not finished.</summary>
    public MigrationJournalEntry Failed(MigrationFailedException failure) =>
        _run.Journal.Failed(_migration, _startedAt, _run.Time.GetElapsedTime(_started), failure);

    private async Task RunAndRecordAsync(CancellationToken cancellationToken)
    {
        StartClock();
        _run.Progress.Reach(_migration, 0);
        Log.MigrationStarting(_run.Logger, _migration.Id);
        _run.Progress.Report(MigrationStage.Applying, _migration.Id);
        try
        {
            if (!await RunCommandsAsync(cancellationToken).ConfigureAwait(false))
                return;
            await RecordAsync(cancellationToken).ConfigureAwait(false);
            _run.Progress.Report(MigrationStage.Applied, _migration.Id);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or MigrationException)
            && MigrationErrors.Translate(_run.Database.Provider, exception) is null)
        {
            throw Failure(exception.Message.TrimEnd('.') + ".", exception);
        }
    }

    /// <summary>Enters the migration in the history table and in the journal.</summary>
    private async Task RecordAsync(CancellationToken cancellationToken)
    {
        await _run.Session.ExecuteAsync(_migration.HistoryStatement, cancellationToken).ConfigureAwait(false);
        var duration = _run.Time.GetElapsedTime(_started);
        _run.History.Note(_migration);
        var schema = await _run.Schema.ReadAsync(_run.History.Newest, null, cancellationToken).ConfigureAwait(false);
        await _run.ClearJournalAsync(MigrationJournalStatus.Partial, null, cancellationToken).ConfigureAwait(false);
        var entry = _run.Journal.Done(_migration, _startedAt, duration, schema, isLast: _migration == _run.Progress.Plan[^1]);
        await _run.Session.WriteJournalAsync(entry, cancellationToken).ConfigureAwait(false);
        _run.Progress.Finish(_migration, duration);
        _run.Progress.Reach(_migration, _migration.CommandCount);
    }

    /// <summary>Runs the commands, from where an earlier run of them stopped.</summary>
    /// <returns>False if another process has finished the migration meanwhile.</returns>
    private async Task<bool> RunCommandsAsync(CancellationToken cancellationToken)
    {
        var next = await ReadCommandsDoneAsync(cancellationToken).ConfigureAwait(false);
        while (next < _migration.Commands.Count)
        {
            var command = _migration.Commands[next];
            if (command.IsTransactionSuppressed)
            {
                if (!await RunOutsideTransactionAsync(next, cancellationToken).ConfigureAwait(false))
                    return false;
                next = Math.Max(next + 1, await ReadCommandsDoneAsync(cancellationToken).ConfigureAwait(false));
            }
            else
            {
                await _run.Session.ExecuteAsync(command.Sql, cancellationToken).ConfigureAwait(false);
                next++;
            }

            _run.Progress.Reach(_migration, next);
            _run.Progress.Report(MigrationStage.Applying, _migration.Id);
        }

        return true;
    }

    /// <summary>Commits, runs a command that refuses to run in a transaction, and takes the lock again.</summary>
    /// <returns>False if another process has finished the migration meanwhile.</returns>
    private async Task<bool> RunOutsideTransactionAsync(int index, CancellationToken cancellationToken)
    {
        await CommitPartAsync(index, cancellationToken).ConfigureAwait(false);
        await _run.Lock.WaitAsync(
            async () =>
            {
                await _run.Session.ExecuteAsync(_migration.Commands[index].Sql, cancellationToken).ConfigureAwait(false);
                return true;
            },
            cancellationToken).ConfigureAwait(false);
        await _run.History.LockAndReadAsync(cancellationToken).ConfigureAwait(false);
        return !_migration.IsDone(_run.History.Have);
    }

    /// <summary>Commits the commands before one that refuses to run in a transaction, and notes in the journal where to go on.</summary>
    private async Task CommitPartAsync(int index, CancellationToken cancellationToken)
    {
        // What is outside a transaction may be left by half, so a run that goes on repeats all of it that is in a row:
        // what clears up stands before what fails.
        var first = index;
        while (first > 0 && _migration.Commands[first - 1].IsTransactionSuppressed)
            first--;
        var partial = _run.Journal.Partial(_migration, _startedAt, _run.Time.GetElapsedTime(_started), first);
        await _run.ClearJournalAsync(MigrationJournalStatus.Partial, null, cancellationToken).ConfigureAwait(false);
        await _run.Session.WriteJournalAsync(partial, cancellationToken).ConfigureAwait(false);
        await CheckReferencesAsync(cancellationToken).ConfigureAwait(false);
        await _run.Session.CommitAsync(cancellationToken).ConfigureAwait(false);
        _run.Progress.KeepPart(_migration);
    }

    /// <summary>The command to begin with: the first one, unless a run ended between two transactions of this migration.</summary>
    private async Task<int> ReadCommandsDoneAsync(CancellationToken cancellationToken)
    {
        var partial = new JournalState(await _run.History.ReadJournalAsync(cancellationToken).ConfigureAwait(false)).Interrupted;
        if (partial is null || partial.MigrationId != _migration.Id)
            return 0;
        if (partial.SqlHash == _migration.SqlHash)
            return partial.CommandsDone;
        throw Failure(
            $"it was interrupted after {partial.CommandsDone} of its commands, and they have changed since: "
            + "it cannot go on from there. Deploy the version that began it.",
            null);
    }

    private MigrationFailedException Failure(string reason, Exception? cause) => _run.Progress.Failure(_migration.Id, reason, cause);

    private void StartClock()
    {
        _startedAt = _run.Time.GetUtcNow();
        _started = _run.Time.GetTimestamp();
    }
}
