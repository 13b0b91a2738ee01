using System.Globalization;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

using SQLitePCL;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Administration;

/// <summary>Looks after a SQLite file.</summary>
internal sealed class SqliteAdministrationSession(DbContext context) : AdministrationSession(context)
{
    private const long Mebibyte = 1024 * 1024, LeastFree = 64 * Mebibyte, LargeLog = 256 * Mebibyte;

    private readonly SqliteConnection _connection = (SqliteConnection)context.Database.GetDbConnection();
    private int? _ownTimeout;

    public override string? DatabaseFile => File is { } file && System.IO.File.Exists(file) ? file : null;

    public override async Task<IReadOnlyList<HealthCheck>> CheckAsync(bool integrity, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken, seconds: 1).ConfigureAwait(false);
        return await _connection.InterruptibleAsync<IReadOnlyList<HealthCheck>>(
            () =>
            {
                List<HealthCheck> checks = [Writable(), Journal(), Space()];
                if (integrity)
                    checks.Add(Integrity());
                return checks;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public override Task<long?> ReadSizeAsync(CancellationToken cancellationToken)
    {
        var file = File;
        return Task.FromResult(file is null ? null : (long?)(Size(file) + Size(file + "-wal")));
    }

    public override async Task<IReadOnlyList<string>> OptimizeAsync(bool reclaimSpace, CancellationToken cancellationToken)
    {
        await OpenAsync(cancellationToken).ConfigureAwait(false);
        string[] steps = reclaimSpace ? ["VACUUM", "ANALYZE", "PRAGMA wal_checkpoint(TRUNCATE)"] : ["ANALYZE"];
        return await _connection.InterruptibleAsync<IReadOnlyList<string>>(
            () =>
            {
                foreach (var step in steps)
                    _connection.Run(step);
                return steps;
            },
            cancellationToken).ConfigureAwait(false);
    }

    public override bool Holds(string path) =>
        File is { } live
            && string.Equals(
                Target(live), Target(path), OperatingSystem.IsWindows() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);

    public override Task CopyToAsync(string path, IProgress<double>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => SqliteCopyWriter.Write(_connection.ConnectionString, File, path, progress, cancellationToken), cancellationToken);

    public override async Task<BackupContents> ReadCopyAsync(string path, CancellationToken cancellationToken)
    {
        using var copy = SqliteCopyReader.Open(path);
        return await copy.InterruptibleAsync(() => SqliteCopyReader.Read(copy, Context), cancellationToken).ConfigureAwait(false);
    }

    public override Task<string?> RestoreFromAsync(
        string path, TimeSpan lockTimeout, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        if (File is not { } live)
        {
            throw new AdministrationException(
                AdministrationFault.Unsupported, "The connection string names the file by a URI. Name it by its path to restore it.");
        }

        return Task.Run(
            () => SqliteRestore.Run(path, _connection.ConnectionString, live, lockTimeout, progress, cancellationToken), cancellationToken);
    }

    public override async ValueTask DisposeAsync()
    {
        if (_ownTimeout is { } timeout)
        {
            await Context.Database.CloseConnectionAsync().ConfigureAwait(false);
            _connection.DefaultTimeout = timeout;
        }

        await base.DisposeAsync().ConfigureAwait(false);
    }

    private string? File => SqliteFile.Of(_connection);

    private async Task OpenAsync(CancellationToken cancellationToken, int? seconds = null)
    {
        _ownTimeout ??= _connection.DefaultTimeout;
        _connection.DefaultTimeout = seconds ?? _ownTimeout.Value;
        await Context.Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
    }

    private HealthCheck Writable()
    {
        const string Name = "writable";
        var handle = _connection.Handle!;

        // Of a file that may only be read, beginning to write is no error yet.
        if (raw.sqlite3_db_readonly(handle, "main") != 0)
            return new HealthCheck(Name, HealthState.Unhealthy, $"It is read-only. {SqliteErrors.RemedyFor(DatabaseErrorKind.ReadOnly)}");
        raw.sqlite3_busy_timeout(handle, 0);
        switch (raw.sqlite3_exec(handle, "BEGIN IMMEDIATE"))
        {
            case raw.SQLITE_OK:
                raw.sqlite3_exec(handle, "ROLLBACK");
                return new HealthCheck(Name, HealthState.Healthy, "It can be written.");
            case var code when SqliteErrors.IsBusy(code):
                return new HealthCheck(Name, HealthState.Healthy, "Another connection is writing at the moment.");
            case var code:
                return new HealthCheck(
                    Name,
                    HealthState.Unhealthy,
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"It cannot be written (SQLite error {code}). Look at the disk and the permissions of the file and its folder."));
        }
    }

    private HealthCheck Journal()
    {
        const string Name = "journal";
        var mode = _connection.Text("PRAGMA journal_mode");
        var log = File is { } file ? Size(file + "-wal") : 0;
        if (mode != "wal")
        {
            return new HealthCheck(
                Name,
                HealthState.Degraded,
                $"The journal mode is {mode}: readers and writers wait for one another. Keep the file on a local disk and let this user "
                + $"write it; the library turns WAL on.");
        }

        return log > LargeLog && log > Size(File!)
            ? new HealthCheck(
                Name,
                HealthState.Degraded,
                $"The write-ahead log has grown to {Megabytes(log)}. Look for a transaction that was left open, or call OptimizeAsync.")
            : new HealthCheck(Name, HealthState.Healthy, $"WAL, of {Megabytes(log)}.");
    }

    private HealthCheck Space()
    {
        const string Name = "free_space";
        if (File is not { } file || FreeBytes(Path.GetDirectoryName(file)!) is not { } free)
            return new HealthCheck(Name, HealthState.Healthy, "The system does not tell the free space.");
        if (free < LeastFree)
        {
            return new HealthCheck(
                Name, HealthState.Unhealthy, $"The disk has {Megabytes(free)} left. Free some space before the next write fails.");
        }

        var size = Size(file) + Size(file + "-wal");
        return free < size
            ? new HealthCheck(
                Name,
                HealthState.Degraded,
                $"The disk has {Megabytes(free)} left, less than the database takes ({Megabytes(size)}): OptimizeAsync and RestoreAsync "
                + $"need as much again. Free some space.")
            : new HealthCheck(Name, HealthState.Healthy, $"The disk has {Megabytes(free)} left; the database takes {Megabytes(size)}.");
    }

    private HealthCheck Integrity()
    {
        const string Name = "integrity";
        return _connection.Text("PRAGMA quick_check(1)") == "ok"
            ? new HealthCheck(Name, HealthState.Healthy, "Every page was read, and none is damaged.")
            : new HealthCheck(Name, HealthState.Unhealthy, "Pages of the file are damaged."
                + $" {SqliteErrors.RemedyFor(DatabaseErrorKind.Corrupt)}");
    }

    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(OperatingSystem.IsWindows() ? Path.GetPathRoot(folder)! : folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return null;
        }
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{(double)bytes / Mebibyte:0.#} MiB");

    private static long Size(string file) => System.IO.File.Exists(file) ? new FileInfo(file).Length : 0;

    private static string Target(string path) =>
        (System.IO.File.Exists(path) ? new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName : null)
            ?? Path.GetFullPath(path);
}
