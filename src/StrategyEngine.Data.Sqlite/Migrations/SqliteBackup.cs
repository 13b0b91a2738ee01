using System.Diagnostics;
using System.Globalization;

using Microsoft.Data.Sqlite;

using SQLitePCL;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Migrations;

/// <summary>Copies a SQLite file while it is in use, by the engine's own online backup, and checks the copy before it gets its name.</summary>
/// <remarks>
/// The source is read through a connection of its own: a snapshot of what is committed, which neither waits for a writer nor stops one.
/// The copy is one file in rollback-journal mode, without a log beside it; whoever opens it next may turn WAL on again.
/// Copies are named <c>trading.20260105T093000000Z.db</c> after the source and the instant, so that their names sort by age.
/// </remarks>
internal static class SqliteBackup
{
    // At 4 KiB a page, a look at the cancellation token every 4 MiB.
    private const int PagesPerStep = 1024;

    private const string Unfinished = ".unfinished";

    private const string InstantFormat = "yyyyMMdd'T'HHmmssfff'Z'";

    /// <summary>The folder <c>backups</c> beside a database.</summary>
    public static string DefaultFolder(string source) => Path.Combine(Path.GetDirectoryName(source)!, "backups");

    /// <summary>The backups of a database in a folder, oldest first.</summary>
    public static IReadOnlyList<string> List(string source, string folder)
    {
        var (name, extension) = (Path.GetFileNameWithoutExtension(source), Path.GetExtension(source));
        return !Directory.Exists(folder) ? [] : [.. Directory.GetFiles(folder, $"{name}.*{extension}").Where(IsOurs).Order(StringComparer.Ordinal)];

        bool IsOurs(string file)
        {
            var instant = Path.GetFileName(file)[(name.Length + 1)..^extension.Length];
            return DateTimeOffset.TryParseExact(instant, InstantFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        }
    }

    /// <summary>Makes a checked copy and deletes older ones than the newest <paramref name="keep"/>.</summary>
    /// <returns>The path of the copy.</returns>
    /// <exception cref="BackupFailedException">The folder cannot be written, the disk is full, or the copy is damaged. Nothing of the copy is left.</exception>
    public static string Write(string source, string folder, int keep, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(keep, 1);
        var target = Name(source, folder, now);
        var unfinished = $"{target}.{Environment.ProcessId}{Unfinished}";
        try
        {
            Directory.CreateDirectory(folder);
            RemoveAbandoned(source, folder);
            EnsureSpace(source, folder);
            Copy(source, unfinished, cancellationToken);
            Check(unfinished);
            using (var file = new FileStream(unfinished, FileMode.Open, FileAccess.ReadWrite))
                file.Flush(flushToDisk: true);
            File.Move(unfinished, target, overwrite: true);
        }
        catch (Exception exception) when (Failure(exception, folder) is { } failure)
        {
            throw failure;
        }
        finally
        {
            Remove(unfinished);
        }

        foreach (var old in List(source, folder).SkipLast(keep))
            Remove(old);
        return target;
    }

    private static string Name(string source, string folder, DateTimeOffset now)
    {
        for (var instant = now.UtcDateTime; ; instant = instant.AddMilliseconds(1))
        {
            var text = instant.ToString(InstantFormat, CultureInfo.InvariantCulture);
            var name = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(source)}.{text}{Path.GetExtension(source)}");
            if (!File.Exists(name))
                return name;
        }
    }

    // What a process left behind that was killed while it copied.
    private static void RemoveAbandoned(string source, string folder)
    {
        foreach (var file in Directory.GetFiles(folder, $"{Path.GetFileNameWithoutExtension(source)}.*{Path.GetExtension(source)}.*{Unfinished}"))
        {
            if (int.TryParse(file[..^Unfinished.Length].Split('.')[^1], CultureInfo.InvariantCulture, out var processId) && !IsAlive(processId))
                Remove(file);
        }
    }

    private static bool IsAlive(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    // The copy, and as much again for what the migration writes if both lie on one disk.
    private static void EnsureSpace(string source, string folder)
    {
        var size = Size(source) + Size(source + "-wal");
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        if (free < 2 * size)
        {
            throw new BackupFailedException(
                BackupFailure.DiskFull,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The database has {size:N0} bytes, and a backup of it needs twice as much; {folder} has {free:N0} bytes free. Free some space, or give another folder in BackupFolder."));
        }
    }

    private static void Copy(string source, string target, CancellationToken cancellationToken)
    {
        using var from = Open(source, SqliteOpenMode.ReadWrite);
        using var to = Open(target, SqliteOpenMode.ReadWriteCreate);

        // Holds the snapshot, so that a commit of another connection does not send the copy back to its beginning.
        Execute(from, "PRAGMA query_only = 1");
        Execute(from, "BEGIN");
        Execute(from, "SELECT COUNT(*) FROM sqlite_master");
        var backup = raw.sqlite3_backup_init(to.Handle!, "main", from.Handle!, "main");
        int code;
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            code = raw.sqlite3_backup_step(backup, PagesPerStep);
        }
        while (code == raw.SQLITE_OK);
        var end = raw.sqlite3_backup_finish(backup);
        if (code != raw.SQLITE_DONE || end != raw.SQLITE_OK)
            throw new SqliteException(raw.sqlite3_errmsg(to.Handle!).utf8_to_string(), code == raw.SQLITE_DONE ? end : code, raw.sqlite3_extended_errcode(to.Handle!));
        Execute(from, "COMMIT");
        Execute(to, "PRAGMA journal_mode = DELETE");
    }

    private static void Check(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadWrite);
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA quick_check";
        if (command.ExecuteScalar() as string != "ok")
            throw Damaged(null);
    }

    private static BackupFailedException? Failure(Exception exception, string folder) => exception switch
    {
        SqliteException { SqliteErrorCode: raw.SQLITE_FULL } => new BackupFailedException(
            BackupFailure.DiskFull, $"The disk of {folder} is full. Free some space, or give another folder in BackupFolder.", exception),
        SqliteException { SqliteErrorCode: raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB } => Damaged(exception),
        SqliteException { SqliteErrorCode: raw.SQLITE_CANTOPEN or raw.SQLITE_READONLY or raw.SQLITE_PERM or raw.SQLITE_IOERR } or UnauthorizedAccessException or IOException =>
            new BackupFailedException(
                BackupFailure.Folder, $"A backup cannot be written into {folder}. Let this user make and write the folder, or give another one in BackupFolder.", exception),
        _ => null,
    };

    private static BackupFailedException Damaged(Exception? cause) => new(
        BackupFailure.Damaged,
        "The copy of the database is damaged, so the database probably is. Call VerifyAsync to see what is wrong, and restore an older backup.",
        cause);

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // The constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        command.ExecuteNonQuery();
    }

    private static long Size(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    private static void Remove(string file)
    {
        foreach (var suffix in (string[])["", "-journal", "-wal", "-shm"])
        {
            if (File.Exists(file + suffix))
                File.Delete(file + suffix);
        }
    }
}
