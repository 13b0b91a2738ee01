using System.Diagnostics;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>Looks after a database: health, size, what is past its age, statistics and free space, backup and restore.</summary>
/// <remarks>
/// <para>Serves <see cref="TradingDbContext"/> and a host's own context alike. Backup and restore are SQLite's; other engines have their
/// own tools for it.</para>
/// <para>Thread-safe. Resolve it, or make one from a <see cref="TradingDatabase"/>.</para>
/// </remarks>
[DebuggerDisplay("DatabaseAdministrator of {_database.Display,nq}")]
public sealed class DatabaseAdministrator
{
    private readonly TradingDatabase _database;
    private readonly ILogger _logger;

    /// <summary>Creates an administrator; nothing is opened.</summary>
    /// <param name="database">The database.</param>
    /// <param name="logger">Receives what was removed, backed up and restored, or null.</param>
    public DatabaseAdministrator(TradingDatabase database, ILogger<DatabaseAdministrator>? logger = null)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
        _logger = logger ?? NullLogger<DatabaseAdministrator>.Instance;
    }

    /// <summary>
    /// Looks whether the database can be relied on: it opens, its schema is the compiled one, the key ring opens its data keys, and what
    /// the engine adds.
    /// </summary>
    /// <remarks>An ill database is a result, never an exception. Changes nothing, and holds no lock that others wait for.</remarks>
    /// <param name="options">How to look, or null for the defaults.</param>
    /// <param name="cancellationToken">Cancels the look.</param>
    /// <returns>The checks and the worst state among them.</returns>
    /// <exception cref="OptionsOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    /// <exception cref="ObjectDisposedException">The service provider that made this is disposed.</exception>
    public Task<DatabaseHealth> CheckHealthAsync(HealthOptions? options = null, CancellationToken cancellationToken = default)
    {
        OptionRanges.Demand(options);
        _database.DemandAlive();
        return new HealthInspection(_database, options ?? new HealthOptions()).RunAsync(cancellationToken);
    }

    /// <summary>Describes the database: engine, version, size, settings, and every table with its number of rows.</summary>
    /// <remarks>Counts every row; on a large database that takes a while. Makes no database.</remarks>
    /// <param name="cancellationToken">Cancels the counting.</param>
    /// <exception cref="AdministrationException">The database cannot be opened or read.</exception>
    public Task<DatabaseInfo> GetDatabaseInfoAsync(CancellationToken cancellationToken = default) =>
        TranslateAsync(async context =>
        {
            var session = _database.Provider.CreateMigrationSession(context);
            await using (session.ConfigureAwait(false))
                return await session.ReadInfoAsync(cancellationToken).ConfigureAwait(false);
        });

    /// <summary>
    /// Removes what may go and is past its age: ended sessions, records of attempts, signals that are over, the record of authentication,
    /// and candles where asked.
    /// </summary>
    /// <remarks>
    /// <para>Trades, executions, performance rows and audit entries are never removed. See <see cref="RetentionOptions"/> for each
    /// kind.</para>
    /// <para>Works in small transactions beside other writers; what was removed before a cancellation or failure stays so. Any number of
    /// processes may call it at once.</para>
    /// </remarks>
    /// <param name="age">How long things are kept, counted from their end. Null for 90 days; from 1 day to 100 years.</param>
    /// <param name="options">What to remove and how, or null for the defaults.</param>
    /// <param name="progress">Is told after each statement, on the thread that runs it.</param>
    /// <param name="cancellationToken">Cancels between two statements.</param>
    /// <returns>How many rows were removed from each table, or with <see cref="RetentionOptions.DryRun"/> would be.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The age is out of range.</exception>
    /// <exception cref="OptionsOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="AdministrationException">The schema is not current, or the database cannot be written.</exception>
    public async Task<RetentionResult> RemoveOlderThanAsync(
        TimeSpan? age = null,
        RetentionOptions? options = null,
        IProgress<RetentionProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var kept = age ?? RetentionAge.Standard;
        ArgumentOutOfRangeException.ThrowIfLessThan(kept, RetentionAge.Least, nameof(age));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kept, RetentionAge.Most, nameof(age));
        OptionRanges.Demand(options);
        var result = await TranslateAsync(async context =>
        {
            await DemandSchemaAsync(context, cancellationToken).ConfigureAwait(false);
            return await new RetentionRun(
                _database, context, kept, options ?? new RetentionOptions(), progress, cancellationToken).RunAsync().ConfigureAwait(false);
        }).ConfigureAwait(false);
        if (!result.WasDryRun)
            Log.RowsRemoved(_logger, result.Rows, result.Tables.Count(table => table.Rows > 0));
        return result;
    }

    /// <summary>Renews the statistics by which the engine plans queries, and gives free space back to the disk.</summary>
    /// <remarks>
    /// Call it when many rows were removed. On SQLite it runs <c>VACUUM</c> and <c>ANALYZE</c>, on SQL Server
    /// <c>ALTER INDEX ALL … REORGANIZE</c> and <c>UPDATE STATISTICS</c>.
    /// </remarks>
    /// <param name="options">How to work, or null for the defaults.</param>
    /// <param name="cancellationToken">Interrupts the statement that runs; the database stays as it was.</param>
    /// <returns>What ran, and the size before and after.</returns>
    /// <exception cref="AdministrationException">There is no database, it is locked, or it cannot be written.</exception>
    public Task<OptimizationResult> OptimizeAsync(OptimizeOptions? options = null, CancellationToken cancellationToken = default) =>
        InSessionAsync(async (_, session) =>
        {
            var began = _database.TimeProvider.GetTimestamp();
            var before = await session.ReadSizeAsync(cancellationToken).ConfigureAwait(false);
            var steps = await session.OptimizeAsync((options ?? new OptimizeOptions()).ReclaimSpace, cancellationToken)
                .ConfigureAwait(false);
            var after = await session.ReadSizeAsync(cancellationToken).ConfigureAwait(false);
            var took = _database.TimeProvider.GetElapsedTime(began);
            Log.DatabaseOptimized(_logger, before ?? 0, after ?? 0, took.TotalMilliseconds);
            return new OptimizationResult(steps, before, after, took);
        }, cancellationToken);

    /// <summary>Writes a backup of one moment while others read and write, verifies it, and then gives it its name.</summary>
    /// <remarks>
    /// <para>What was committed before the call is in it. A process that is killed leaves no half file under the name, only <c>.partial</c>
    /// and <c>.lock</c> files that the next backup replaces.</para>
    /// <para>The backup holds no key of the key ring; the manifest beside it, a file of the same name with <c>.json</c> added, names those
    /// it needs. Keep both files together, and the ring or its recovery kit apart.</para>
    /// </remarks>
    /// <param name="path">The file to write, in a folder that exists.</param>
    /// <param name="options">How to work, or null for the defaults.</param>
    /// <param name="progress">Is told what happens, on the thread that does it.</param>
    /// <param name="cancellationToken">Cancels, and removes what was written.</param>
    /// <returns>Where it is, and what its manifest says.</returns>
    /// <exception cref="AdministrationException">
    /// There is no database, or it is locked or damaged; the file exists, its folder cannot be written, or the disk is full. The database
    /// and a backup of the same name are as they were.
    /// </exception>
    public async Task<BackupInfo> BackupAsync(
        string path,
        BackupOptions? options = null,
        IProgress<BackupProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var backup = await InSessionAsync(
            (_, session) => new BackupRun(
                _database, session, progress).RunAsync(Path.GetFullPath(path), options?.Overwrite ?? false, cancellationToken),
                cancellationToken).ConfigureAwait(false);
        Log.BackupWritten(_logger, backup.File, backup.Manifest.SizeBytes, backup.Duration.TotalMilliseconds);
        return backup;
    }

    /// <summary>
    /// Looks whether a backup could be restored here: it is the file its manifest describes, whole, of this application and not newer, and
    /// the key ring opens it.
    /// </summary>
    /// <remarks>Reads the whole file and changes nothing. Works without a live database.</remarks>
    /// <param name="path">The backup.</param>
    /// <param name="options">The options it would be restored with, or null for the defaults.</param>
    /// <param name="cancellationToken">Interrupts the reading.</param>
    /// <returns><see cref="BackupVerification.Restorable"/>, or <see cref="BackupVerification.Refused"/> with the reason.</returns>
    /// <exception cref="OptionsOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="AdministrationException">The engine is not backed up by the library, or the file cannot be read.</exception>
    public async Task<BackupVerification> VerifyBackupAsync(
        string path, RestoreOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        OptionRanges.Demand(options);
        try
        {
            return await WithSessionAsync((context, session) => InspectAsync(context, session, path, options, cancellationToken))
                .ConfigureAwait(false);
        }
        catch (AdministrationException refusal) when (IsAboutBackup(refusal.Fault))
        {
            return new BackupVerification.Refused(
                refusal.Fault, refusal.Message, refusal is BackupKeysMissingException keys ? keys.MissingKeys : []);
        }
    }

    /// <summary>Puts a backup in the place of the database, if <see cref="VerifyBackupAsync"/> has nothing against it.</summary>
    /// <remarks>
    /// <para>What was written since the backup is lost: make a backup of the present database first. The replacement is one transaction:
    /// readers in other processes see the former database or the restored one, and a process that is killed leaves the former one. Only a
    /// database too damaged for that is set aside and replaced as a file; stop other processes before.</para>
    /// <para>Sessions that were opened or refreshed after the backup have to be opened again.</para>
    /// </remarks>
    /// <param name="path">The backup.</param>
    /// <param name="options">How to work, or null for the defaults.</param>
    /// <param name="progress">Is told what happens, on the thread that does it.</param>
    /// <param name="cancellationToken">Cancels until the backup takes its place.</param>
    /// <returns>What was restored, and which migrations are pending.</returns>
    /// <exception cref="OptionsOutOfRangeException">An option is out of its range.</exception>
    /// <exception cref="BackupKeysMissingException">The key ring does not open the backup.</exception>
    /// <exception cref="BackupAheadException">A newer version of the application made the backup.</exception>
    /// <exception cref="AdministrationException">The backup is refused for another reason, or the database is locked or cannot be written.
    /// It is as it was.</exception>
    public async Task<RestoreResult> RestoreAsync(
        string path,
        RestoreOptions? options = null,
        IProgress<BackupProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        OptionRanges.Demand(options);
        var began = _database.TimeProvider.GetTimestamp();
        var (backup, setAside) = await WithSessionAsync(async (context, session) =>
        {
            progress?.Report(new BackupProgress(BackupStage.Verifying, 0));
            var restorable = await InspectAsync(context, session, path, options, cancellationToken).ConfigureAwait(false);
            await Task.Run(_database.ReleaseConnections, cancellationToken).ConfigureAwait(false);
            var place = await session.RestoreFromAsync(
                Path.GetFullPath(path),
                (options ?? new RestoreOptions()).LockTimeout,
                StageProgress.Of(progress, BackupStage.Restoring),
                cancellationToken).ConfigureAwait(false);
            return (restorable, place);
        }).ConfigureAwait(false);

        // The data keys in memory may be younger than the backup.
        await Task.Run(_database.ReleaseConnections, CancellationToken.None).ConfigureAwait(false);
        await _database.Keys.RefreshAsync(CancellationToken.None).ConfigureAwait(false);
        progress?.Report(new BackupProgress(BackupStage.Completed, 1));
        var took = _database.TimeProvider.GetElapsedTime(began);
        Log.BackupRestored(_logger, Path.GetFullPath(path), backup.PendingMigrations.Count, took.TotalMilliseconds);
        return new RestoreResult(backup.Manifest, backup.RingKeys, backup.PendingMigrations, setAside, took);
    }

    private static bool IsAboutBackup(AdministrationFault fault) =>
        fault is AdministrationFault.BackupNotFound or AdministrationFault.BackupManifest
        or AdministrationFault.BackupAltered or AdministrationFault.BackupCorrupt or AdministrationFault.BackupForeign
        or AdministrationFault.BackupAhead or AdministrationFault.BackupPrerelease
        or AdministrationFault.BackupKeysMissing;

    private async Task<BackupVerification.Restorable> InspectAsync(
        DbContext context, AdministrationSession session, string path, RestoreOptions? options, CancellationToken cancellationToken)
    {
        try
        {
            return await new BackupInspection(_database, context, session)
                .RunAsync(Path.GetFullPath(path), options?.AllowMissingManifest ?? false, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new AdministrationException(
                AdministrationFault.BackupNotFound,
                "The backup cannot be read; the inner exception says why. Let this user read the file and its manifest.",
                exception);
        }
    }

    private async Task DemandSchemaAsync(DbContext context, CancellationToken cancellationToken)
    {
        var session = _database.Provider.CreateMigrationSession(context);
        await using (session.ConfigureAwait(false))
        {
            await DemandDatabaseAsync(session, cancellationToken).ConfigureAwait(false);
            await session.OpenAsync(cancellationToken).ConfigureAwait(false);
            var schema = await SchemaPosition.ReadAsync(context, session, cancellationToken).ConfigureAwait(false);
            if (schema.Pending.Count > 0)
                throw new AdministrationException(AdministrationFault.SchemaNotCurrent, schema.Description);
        }
    }

    private static async Task DemandDatabaseAsync(MigrationSession session, CancellationToken cancellationToken)
    {
        if (!await session.ExistsAsync(cancellationToken).ConfigureAwait(false))
            throw new AdministrationException(AdministrationFault.NoDatabase, AdministrationErrors.NoDatabase);
    }

    // Of a database that exists.
    private Task<T> InSessionAsync<T>(Func<DbContext, AdministrationSession, Task<T>> work, CancellationToken cancellationToken) =>
        WithSessionAsync(async (context, session) =>
        {
            var migrations = _database.Provider.CreateMigrationSession(context);
            await using (migrations.ConfigureAwait(false))
                await DemandDatabaseAsync(migrations, cancellationToken).ConfigureAwait(false);
            return await work(context, session).ConfigureAwait(false);
        });

    private Task<T> WithSessionAsync<T>(Func<DbContext, AdministrationSession, Task<T>> work) =>
        TranslateAsync(async context =>
        {
            var session = _database.Provider.CreateAdministrationSession(context);
            await using (session.ConfigureAwait(false))
                return await work(context, session).ConfigureAwait(false);
        });

    private async Task<T> TranslateAsync<T>(Func<DbContext, Task<T>> work)
    {
        var context = _database.CreateContext();
        await using (context.ConfigureAwait(false))
        {
            try
            {
                return await work(context).ConfigureAwait(false);
            }
            catch (Exception exception) when (AdministrationErrors.Translate(_database.Provider, exception) is { } typed)
            {
                throw typed;
            }
        }
    }
}
