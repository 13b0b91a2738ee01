using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Brings a database up to date from the migrations compiled into the application, and tells how it stands.</summary>
/// <remarks>
/// <para>Serves <see cref="TradingDbContext"/> and a host's own context alike. Any number of processes may call it at once: one applies what is
/// pending, the others wait and find it done. A process may be killed at any moment: the next run reaches the same end.</para>
/// <para>EF's history table keeps EF's own form, so that <c>dotnet ef</c> works on the same database. Times, durations and failures are kept beside it
/// in <c>__trading_migration_journal</c>.</para>
/// <para>Thread-safe. Resolve it, or make one from a <see cref="TradingDatabase"/>.</para>
/// </remarks>
public sealed class MigrationRunner
{
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
                return SchemaState.Compare(databaseExists: false, [], migrations.Ids, []);
            await session.OpenAsync(cancellationToken).ConfigureAwait(false);
            var applied = await session.ReadHistoryAsync(cancellationToken).ConfigureAwait(false);
            var journal = await session.ReadJournalAsync(migrations.HistoryTable, cancellationToken).ConfigureAwait(false);
            return SchemaState.Compare(databaseExists: true, applied, migrations.Ids, journal);
        });

    /// <summary>Applies the pending migrations, and makes the first data keys of a new database.</summary>
    /// <remarks>
    /// <para>Never reverts one. On SQLite all of them are one transaction: all are applied, or the database stays as it was. On PostgreSQL each is one of
    /// its own. Only a migration with a command that cannot run in a transaction splits it.</para>
    /// <para>On SQLite foreign keys are not enforced statement by statement while it runs; they are checked before the commit.
    /// A data migration therefore deletes dependent rows itself.</para>
    /// </remarks>
    /// <param name="progress">Is told what happens, on the thread that does it; it should return soon.</param>
    /// <param name="options">How to work, or null for the defaults.</param>
    /// <param name="cancellationToken">Interrupts the statement that runs and rolls back.</param>
    /// <returns>What was applied; nothing if the database was up to date.</returns>
    /// <exception cref="MigrationLockedException">Another connection kept the database locked for too long.</exception>
    /// <exception cref="DatabaseAheadException">The database has migrations this application does not know.</exception>
    /// <exception cref="MigrationOutOfOrderException">A pending migration is older than an applied one.</exception>
    /// <exception cref="MigrationTargetException">The target is unknown, or the database is past it.</exception>
    /// <exception cref="MigrationFailedException">A migration failed and was rolled back.</exception>
    /// <exception cref="DatabaseUnusableException">The database is read-only, cannot be opened, or is none.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled and rolled back.</exception>
    public async Task<MigrationResult> MigrateAsync(
        IProgress<MigrationProgress>? progress = null, MigrateOptions? options = null, CancellationToken cancellationToken = default)
    {
        var result = await WithSessionAsync(
            (migrations, session) => new MigrationRun(_database, migrations, session, options ?? new MigrateOptions(), progress, _logger).RunAsync(cancellationToken))
            .ConfigureAwait(false);
        if (options?.Target is null)
            await _database.VerifyEncryptionAsync(cancellationToken).ConfigureAwait(false);
        else
            await _database.Keys.EnsureActiveKeyAsync(cancellationToken).ConfigureAwait(false);
        return result;
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

    /// <summary>Describes the database: engine, version, size, settings, and every table with its number of rows.</summary>
    /// <remarks>Counts every row; on a large database that takes a while. Makes no database.</remarks>
    /// <param name="cancellationToken">Cancels the counting.</param>
    /// <exception cref="DatabaseUnusableException">The database cannot be opened or read.</exception>
    public Task<DatabaseInfo> GetDatabaseInfoAsync(CancellationToken cancellationToken = default) =>
        WithSessionAsync((_, session) => session.ReadInfoAsync(cancellationToken));

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
                    return await work(new CompiledMigrations(context), session).ConfigureAwait(false);
                }
                catch (Exception exception) when (MigrationErrors.Translate(_database.Provider, exception) is { } typed)
                {
                    throw typed;
                }
            }
        }
    }
}
