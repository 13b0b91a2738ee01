using System.Diagnostics;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Brings a database up to date from the migrations compiled into the application, and tells how it stands.</summary>
/// <remarks>
/// <para>Serves <see cref="TradingDbContext"/> and a host's own context alike. Any number of processes may call it at once: one applies
/// what is pending, the others wait and find it done. A process may be killed at any moment: the next run reaches the same end.</para>
/// <para>EF's history table keeps EF's own form, so that <c>dotnet ef</c> works on the same database. Times, durations and failures are
/// kept beside it in <c>__trading_migration_journal</c>.</para>
/// <para>Thread-safe. Resolve it, or make one from a <see cref="TradingDatabase"/>.</para>
/// </remarks>
[DebuggerDisplay("MigrationRunner of {_database.Display,nq}")]
public sealed class MigrationRunner
{
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(200);

    private readonly TradingDatabase _database;
    private readonly ILogger _logger;

    /// <summary>Creates a runner; nothing is opened.</summary>
    /// <param name="database">The database.</param>
    /// <param name="logger">Receives what is applied and what fails, or null.</param>
    public MigrationRunner(TradingDatabase database, ILogger<MigrationRunner>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
        _logger = logger ?? NullLogger<MigrationRunner>.Instance;
    }

    /// <summary>Tells which migrations the database has, lacks, and has too many. Takes no lock and makes no database.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="DatabaseUnusableException">The database cannot be opened or read.</exception>
    public Task<MigrationStatus> GetStatusAsync(CancellationToken cancellationToken = default) =>
        WithSessionAsync(async (migrations, session) =>
        {
            if (!await session.ExistsAsync(cancellationToken).ConfigureAwait(false))
                return SchemaStatus.Compare(databaseExists: false, [], migrations.Ids, []);
            await session.OpenAsync(cancellationToken).ConfigureAwait(false);
            var applied = await session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
            var journal = await session.ReadJournalAsync(migrations.HistoryTable, cancellationToken).ConfigureAwait(false);
            var status = SchemaStatus.Compare(databaseExists: true, applied, migrations.Ids, journal) with
            {
                EntityFrameworkLock = await session.ReadEntityFrameworkLockAsync(cancellationToken).ConfigureAwait(false),
            };
            var holder = await session.ReadLockHolderAsync(cancellationToken).ConfigureAwait(false);
            return holder is not null ? status with { LockHolder = MigrationLockHolder.Of(holder) }
                : session.KnowsLockHolder ? status with { LockHolder = null }
                : status;
        });

    /// <summary>
    /// Looks at what <see cref="MigrateAsync"/> would do: statements, risks by the data that is there, rebuilds and row counts. Takes no
    /// lock, makes and changes nothing.
    /// </summary>
    /// <param name="target">The last migration to apply, by id or by name; null for every pending one.</param>
    /// <param name="cancellationToken">Cancels the looking.</param>
    /// <exception cref="DatabaseAheadException">The database has migrations this application does not know.</exception>
    /// <exception cref="PrereleaseDatabaseException">A version before the first release made the database.</exception>
    /// <exception cref="MigrationTargetException">The target is unknown, or the database is past it.</exception>
    /// <exception cref="DatabaseUnusableException">The database cannot be opened or read.</exception>
    public Task<MigrationPlan> PlanAsync(string? target = null, CancellationToken cancellationToken = default) =>
        PlanAsync(migrations => new UpGoal(migrations, new MigrateOptions { Target = target, AllowOutOfOrder = true }), cancellationToken);

    /// <summary>Looks at what <see cref="RollbackAsync"/> would do. Takes no lock and changes nothing.</summary>
    /// <param name="target">The migration to go back to, by id or by name; <c>0</c> reverts every one.</param>
    /// <param name="cancellationToken">Cancels the looking.</param>
    /// <exception cref="MigrationTargetException">The target is unknown, or the database does not have it.</exception>
    /// <exception cref="MigrationRollbackException">A migration cannot be reverted.</exception>
    /// <exception cref="DatabaseUnusableException">The database cannot be opened or read.</exception>
    public Task<MigrationPlan> PlanRollbackAsync(string target, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        return PlanAsync(migrations => new DownGoal(migrations, target), cancellationToken);
    }

    /// <summary>Applies the pending migrations, and makes the first data keys of a new database.</summary>
    /// <remarks>
    /// <para>Never reverts one. On SQLite all of them are one transaction: all are applied, or the database stays as it was. On PostgreSQL
    /// each is one of its own. Only a migration with a command that cannot run in a transaction splits it.</para>
    /// <para>On SQLite foreign keys are not enforced statement by statement while it runs; they are checked before the commit.
    /// A data migration therefore deletes dependent rows itself.</para>
    /// <para>Before anything is changed, under the lock: applied migrations are compared with what the journal noted, risks are judged by
    /// the data that is there, and, if one is taken, a backup is made.</para>
    /// </remarks>
    /// <param name="options">How to work, or null for the defaults.</param>
    /// <param name="progress">Is told what happens, on the thread that does it; it should return soon.</param>
    /// <param name="cancellationToken">Interrupts the statement that runs and rolls back.</param>
    /// <returns>What was applied; nothing if the database was up to date.</returns>
    /// <exception cref="OptionsOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="MigrationLockedException">Another connection kept the database locked for too long.</exception>
    /// <exception cref="DatabaseAheadException">The database has migrations this application does not know.</exception>
    /// <exception cref="PrereleaseDatabaseException">A version before the first release made the database.</exception>
    /// <exception cref="MigrationOutOfOrderException">A pending migration is older than an applied one.</exception>
    /// <exception cref="MigrationTargetException">The target is unknown, or the database is past it.</exception>
    /// <exception cref="DataLossException">A migration would cost data that is there, and that was not acknowledged.</exception>
    /// <exception cref="MigrationEditedException">An applied migration was edited since.</exception>
    /// <exception cref="MigrationNondeterministicException">A migration has other operations each time it is made.</exception>
    /// <exception cref="SchemaDriftException">Something else has changed the tables since the last run.</exception>
    /// <exception cref="EntityFrameworkLockException">EF's own lock was not let go in time.</exception>
    /// <exception cref="BackupFailedException">The backup could not be made.</exception>
    /// <exception cref="MigrationFailedException">A migration failed and was rolled back.</exception>
    /// <exception cref="DatabaseUnusableException">The database is read-only, cannot be opened, or is none.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled and rolled back.</exception>
    public async Task<MigrationResult> MigrateAsync(
        MigrateOptions? options = null, IProgress<MigrationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        OptionRanges.Demand(options);
        options ??= new MigrateOptions();
        var hasKeyTable = true;
        var result = await WithSessionAsync(async (migrations, session) =>
        {
            var done = await new MigrationRun(
                _database, migrations, session, options, new UpGoal(migrations, options), progress, _logger).RunAsync(cancellationToken)
                .ConfigureAwait(false);
            hasKeyTable = options.Target is null || await migrations.HasKeyTableAsync(cancellationToken).ConfigureAwait(false);
            return done;
        }).ConfigureAwait(false);
        if (options.Target is not null && hasKeyTable)
            await EnsureKeysAsync(result, cancellationToken).ConfigureAwait(false);
        else if (options.Target is null && (result.Applied.Count > 0 || !_database.IsEncryptionVerified))
            await _database.VerifyEncryptionAsync(cancellationToken).ConfigureAwait(false);
        return result;
    }

    /// <summary>Reverts the migrations that are newer than a target, newest first. Never applies one.</summary>
    /// <remarks>
    /// A backup is made before, whatever the steps are. What a newer version of the application has applied is reverted by the commands
    /// that it left in the journal. Where the engine allows (SQLite does), all of them are one transaction.
    /// </remarks>
    /// <param name="target">The migration to go back to, by id or by name; <c>0</c> reverts every one.</param>
    /// <param name="options">How to work, or null for the defaults.</param>
    /// <param name="progress">Is told what happens, on the thread that does it; it should return soon.</param>
    /// <param name="cancellationToken">Interrupts the statement that runs and rolls back.</param>
    /// <returns>What was reverted; nothing if the database is at the target.</returns>
    /// <exception cref="OptionsOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="MigrationTargetException">The target is unknown, or the database does not have it.</exception>
    /// <exception cref="MigrationRollbackException">A migration cannot be reverted.</exception>
    /// <exception cref="DataLossException">A step would cost data that is there, and that was not acknowledged.</exception>
    /// <exception cref="MigrationLockedException">Another connection kept the database locked for too long.</exception>
    /// <exception cref="EntityFrameworkLockException">EF's own lock was not let go in time.</exception>
    /// <exception cref="BackupFailedException">The backup could not be made.</exception>
    /// <exception cref="MigrationFailedException">A step failed and was rolled back.</exception>
    /// <exception cref="DatabaseUnusableException">The database is read-only, cannot be opened, or is none.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled and rolled back.</exception>
    public Task<MigrationResult> RollbackAsync(
        string target,
        RollbackOptions? options = null,
        IProgress<MigrationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        OptionRanges.Demand(options);
        return WithSessionAsync((migrations, session) =>
            new MigrationRun(
                _database,
                migrations,
                session,
                options ?? new RollbackOptions(),
                new DownGoal(migrations, target),
                progress,
                _logger).RunAsync(cancellationToken));
    }

    /// <summary>Compares the database with what the migrations and the journal say. Takes no lock and changes nothing.</summary>
    /// <param name="checks">What to look at.</param>
    /// <param name="cancellationToken">Interrupts the checks.</param>
    /// <returns>What was found. <see cref="MigrationVerification.EnsureSound"/> makes an exception of it.</returns>
    /// <exception cref="DatabaseUnusableException">The database cannot be opened or read.</exception>
    public Task<MigrationVerification> VerifyAsync(VerifyChecks checks = VerifyChecks.All, CancellationToken cancellationToken = default) =>
        WithSessionAsync(
            (migrations, session) => new Verification(migrations, session, _database.Provider).RunAsync(checks, cancellationToken));

    /// <summary>
    /// Enters a database that has its tables already, and no history, at a migration: that one and all before it count as applied from now
    /// on.
    /// </summary>
    /// <param name="migration">The migration the tables are at, by id or by name.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>The migrations that were entered.</returns>
    /// <exception cref="MigrationBaselineException">There is no database, it has a history, or it lacks tables of the
    /// migration.</exception>
    /// <exception cref="MigrationTargetException">The application has no such migration.</exception>
    /// <exception cref="MigrationLockedException">Another connection kept the database locked for too long.</exception>
    /// <exception cref="DatabaseUnusableException">The database is read-only, cannot be opened, or is none.</exception>
    public Task<IReadOnlyList<string>> BaselineAsync(string migration, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(migration);
        return WithSessionAsync((migrations, session) =>
            new JournalRepair(_database, migrations, session, new RepairOptions().LockTimeout).BaselineAsync(migration, cancellationToken));
    }

    /// <summary>
    /// Repairs what is written about the schema, and never the schema itself. Announcements of runs that have died are always removed.
    /// </summary>
    /// <param name="options">What to repair.</param>
    /// <param name="cancellationToken">Cancels before the commit.</param>
    /// <returns>What was changed; nothing if there is no database.</returns>
    /// <exception cref="OptionsOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="MigrationTargetException">The application has no migration of a name in
    /// <see cref="RepairOptions.AcceptEdited"/>.</exception>
    /// <exception cref="MigrationLockedException">Another connection kept the database locked for too long.</exception>
    /// <exception cref="EntityFrameworkLockException">EF's own lock is taken and <see cref="RepairOptions.ClearEntityFrameworkLock"/> is
    /// not set.</exception>
    /// <exception cref="DatabaseUnusableException">The database is read-only, cannot be opened, or is none.</exception>
    public Task<RepairResult> RepairAsync(RepairOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        OptionRanges.Demand(options);
        return WithSessionAsync(
            (migrations, session) =>
                new JournalRepair(_database, migrations, session, options.LockTimeout).RepairAsync(options, cancellationToken));
    }

    /// <summary>Waits until the schema is current, for a process that must not change it.</summary>
    /// <param name="timeout">How long; <see cref="Timeout.InfiniteTimeSpan"/> waits for ever, zero looks once.</param>
    /// <param name="cancellationToken">Ends the waiting.</param>
    /// <returns>How the schema stands.</returns>
    /// <exception cref="SchemaNotCurrentException">It did not become current in time.</exception>
    /// <exception cref="DatabaseAheadException">The database has migrations this application does not know, so that waiting is of no
    /// use.</exception>
    /// <exception cref="PrereleaseDatabaseException">A version before the first release made the database.</exception>
    /// <exception cref="DatabaseUnusableException">The database cannot be opened or read.</exception>
    /// <exception cref="OperationCanceledException">The waiting was ended.</exception>
    public async Task<MigrationStatus> WaitUntilCurrentAsync(TimeSpan timeout, CancellationToken cancellationToken = default)
    {
        // Other processes migrate in real time, whatever clock this database was given.
        var wall = TimeProvider.System;
        var started = wall.GetTimestamp();
        while (true)
        {
            var status = await GetStatusAsync(cancellationToken).ConfigureAwait(false);
            if (status.IsCurrent)
                return status;
            if (status.Unknown.Count > 0)
            {
                throw DatabaseAheadException.Over(
                    status.Unknown, status.Applied.Except(status.Unknown).Concat(status.Pending).Max(StringComparer.OrdinalIgnoreCase));
            }

            if (timeout != Timeout.InfiniteTimeSpan && wall.GetElapsedTime(started) >= timeout)
                throw new SchemaNotCurrentException(status);
            await Task.Delay(LookAgain, wall, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Tells what happened to the schema: applied migrations with their time and duration, and failures.</summary>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The entries, oldest first; none if there is no database.</returns>
    /// <exception cref="DatabaseUnusableException">The database cannot be opened or read.</exception>
    public Task<IReadOnlyList<MigrationHistoryEntry>> GetHistoryAsync(CancellationToken cancellationToken = default) =>
        WithSessionAsync<IReadOnlyList<MigrationHistoryEntry>>(async (migrations, session) =>
        {
            if (!await session.ExistsAsync(cancellationToken).ConfigureAwait(false))
                return [];
            await session.OpenAsync(cancellationToken).ConfigureAwait(false);
            var applied = await session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
            var journal = await session.ReadJournalAsync(migrations.HistoryTable, cancellationToken).ConfigureAwait(false);
            return SchemaHistory.Merge(applied, journal);
        });

    private async Task EnsureKeysAsync(MigrationResult result, CancellationToken cancellationToken)
    {
        // A rollback may have dropped the key table that these keys came from.
        if (result.Applied.Count > 0)
            await _database.Keys.RefreshAsync(cancellationToken).ConfigureAwait(false);
        await _database.Keys.EnsureActiveKeyAsync(cancellationToken).ConfigureAwait(false);
    }

    private Task<MigrationPlan> PlanAsync(Func<CompiledMigrations, MigrationGoal> makeGoal, CancellationToken cancellationToken) =>
        WithSessionAsync(async (migrations, session) =>
    {
        var goal = makeGoal(migrations);
        var exists = await session.ExistsAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<string> applied = [];
        IReadOnlyList<MigrationJournalEntry> journal = [];
        if (exists)
        {
            await session.OpenAsync(cancellationToken).ConfigureAwait(false);
            applied = await session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
            journal = await session.ReadJournalAsync(migrations.HistoryTable, cancellationToken).ConfigureAwait(false);
        }

        IReadOnlyList<PlannedMigration> steps = [.. goal.FindSteps(applied).Select(id => goal.Plan(id, journal))];
        var plan = await new MigrationPlanner(migrations, session, _database.Provider.Encryption)
            .DescribeAsync(goal.Direction, applied, steps, exists, countRows: true, cancellationToken).ConfigureAwait(false);
        _ = plan.ToScript(); // needs the context, which ends here
        return plan;
    });

    private async Task<T> WithSessionAsync<T>(Func<CompiledMigrations, MigrationSession, Task<T>> work)
    {
        var context = _database.CreateContext();
        await using (context.ConfigureAwait(false))
        {
            var session = _database.Provider.CreateMigrationSession(context);
            await using (session.ConfigureAwait(false))
            {
                try
                {
                    return await work(new CompiledMigrations(context, session), session).ConfigureAwait(false);
                }
                catch (Exception exception) when (MigrationErrors.Translate(_database.Provider, exception) is { } typed)
                {
                    if (typed is MigrationLockedException
                        && await session.ReadLockHolderAsync(CancellationToken.None).ConfigureAwait(false) is { } holder)
                    {
                        throw new MigrationLockedException(TimeSpan.Zero, MigrationLockHolder.Of(holder), exception);
                    }

                    throw typed;
                }
            }
        }
    }
}
