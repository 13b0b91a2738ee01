using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace StrategyEngine.Data.Sqlite.Administration;

/// <summary>Copies one open database over another through SQLite's online backup (https://sqlite.org/backup.html).</summary>
/// <remarks>
/// The source is read in one transaction, so that writers of other connections go on without making the copying begin again, as they
/// otherwise would. The target is written in one transaction: it has all of the copy, or stays as it was.
/// </remarks>
internal static class SqliteOnlineCopy
{
    // 4 MiB at the usual page size: between two steps the token is looked at.
    private const int PagesPerStep = 1024;

    /// <param name="source">An open connection that is in no transaction.</param>
    /// <param name="target">Another one, to another file. Its busy timeout is how long one attempt waits for the lock.</param>
    /// <param name="lockTimeout">How long to wait for the lock of the target in all.</param>
    /// <param name="progress">Is told the part that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels between two steps.</param>
    /// <exception cref="SqliteException">The copy failed; busy if the target was locked for too long.</exception>
    public static void Copy(
        SqliteConnection source,
        SqliteConnection target,
        TimeSpan lockTimeout,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        source.Run("BEGIN");
        try
        {
            // A transaction begins to read with its first statement.
            source.Run("SELECT COUNT(*) FROM sqlite_master");
            Run(source.Handle!, target.Handle!, lockTimeout, progress, cancellationToken);
        }
        finally
        {
            if (raw.sqlite3_get_autocommit(source.Handle!) == 0)
                source.Run("ROLLBACK");
        }
    }

    private static void Run(
        sqlite3 source, sqlite3 target, TimeSpan lockTimeout, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        var backup = raw.sqlite3_backup_init(target, "main", source, "main");
        if (backup is null || backup.IsInvalid)
            throw SqliteErrors.ReadCode(target, raw.sqlite3_errcode(target));
        int code;
        try
        {
            do
            {
                cancellationToken.ThrowIfCancellationRequested();
                code = raw.sqlite3_backup_step(backup, PagesPerStep);
                if (code is raw.SQLITE_OK or raw.SQLITE_DONE)
                    progress?.Report(Fraction(raw.sqlite3_backup_remaining(backup), raw.sqlite3_backup_pagecount(backup)));
            }
            while (code == raw.SQLITE_OK || (SqliteErrors.IsBusy(code) && MayWait(lockTimeout, began)));
        }
        finally
        {
            backup.Dispose();
        }

        if (code != raw.SQLITE_DONE)
            throw SqliteErrors.ReadCode(target, code);
    }

    private static bool MayWait(TimeSpan lockTimeout, long began) =>
        lockTimeout == Timeout.InfiniteTimeSpan || TimeProvider.System.GetElapsedTime(began) < lockTimeout;

    private static double Fraction(int remaining, int all) => all == 0 ? 1 : 1 - ((double)remaining / all);
}
