using Microsoft.Data.Sqlite;

using SQLitePCL;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Administration;

/// <summary>Puts a copy in the place of a live database.</summary>
/// <remarks>
/// Within the live file, in one transaction: other connections see it change as by any other commit, and a process that dies leaves the
/// former state to SQLite's recovery. A file that was swapped instead would leave them writing into one that nobody reads any more. Only a
/// file that SQLite cannot read at all, or none, is swapped.
/// </remarks>
internal static class SqliteRestore
{
    /// <summary>Restores the copy.</summary>
    /// <returns>Where the former file was put, if it could not be overwritten.</returns>
    public static string? Run(
        string copy,
        string connectionString,
        string live,
        TimeSpan lockTimeout,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        if (!File.Exists(live))
        {
            Place(copy, live);
            return null;
        }

        try
        {
            Overwrite(copy, connectionString, lockTimeout, progress, cancellationToken);
            return null;
        }
        catch (SqliteException exception) when (SqliteErrors.Classify(exception).Kind == DatabaseErrorKind.Corrupt)
        {
            return Replace(copy, live);
        }
        catch (SqliteException exception) when (SqliteErrors.Classify(exception).Kind == DatabaseErrorKind.DiskFull)
        {
            throw AdministrationException.Of(
                DatabaseErrorKind.DiskFull, "A restore needs as much space again as the backup takes."
                    + " Make that room and call RestoreAsync again; the former state is still there.", exception)!;
        }
    }

    private static void Overwrite(
        string copy, string connectionString, TimeSpan lockTimeout, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var source = SqliteCopyReader.Open(copy);
        using var target = new SqliteConnection(
            new SqliteConnectionStringBuilder(connectionString)
            {
                Pooling = false,
                Mode = SqliteOpenMode.ReadWrite,
                ForeignKeys = false
            }.ToString());
        target.Open();
        raw.sqlite3_busy_timeout(target.Handle!, 100);
        target.Run("PRAGMA synchronous = FULL");
        SqliteOnlineCopy.Copy(source, target, lockTimeout, progress, cancellationToken);

        try
        {
            target.DefaultTimeout = 1;
            target.Run("PRAGMA journal_mode = WAL; PRAGMA wal_checkpoint(TRUNCATE)");
        }
        catch (SqliteException exception) when (SqliteErrors.IsBusy(exception.SqliteErrorCode))
        {
            // It is restored. Whoever closes last empties the log, and whoever opens next turns it on.
        }
    }

    private static string Replace(string copy, string live)
    {
        // Pooled connections would go on with the file that is set aside.
        SqliteConnection.ClearAllPools();
        var aside = Enumerable.Range(1, int.MaxValue).Select(number => $"{live}.damaged-{number}").First(path => !File.Exists(path));
        File.Move(live, aside);

        // A log of the former file would be replayed into the new one.
        foreach (var ending in SqliteSideFiles.Endings.Where(ending => File.Exists(live + ending)))
            File.Move(live + ending, aside + ending, overwrite: true);
        Place(copy, live);
        return aside;
    }

    private static void Place(string copy, string live)
    {
        SqliteSideFiles.Delete(live);
        var partial = $"{live}.restoring";
        File.Copy(copy, partial, overwrite: true);
        using (var stream = new FileStream(partial, FileMode.Open, FileAccess.ReadWrite, FileShare.Read))
            stream.Flush(flushToDisk: true);
        File.Move(partial, live);
    }
}
