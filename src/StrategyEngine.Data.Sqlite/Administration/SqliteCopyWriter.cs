using Microsoft.Data.Sqlite;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Administration;

/// <summary>Writes a copy of a live database into a file of its own.</summary>
internal static class SqliteCopyWriter
{
    private static readonly TimeSpan LockTimeout = TimeSpan.FromSeconds(30);

    /// <summary>Writes the copy, in rollback-journal mode so that it needs no file beside it, and down to the disk.</summary>
    /// <param name="connectionString">Of the live database.</param>
    /// <param name="live">The file of the live database, if its path is known.</param>
    /// <param name="file">A full path; a file that is there is replaced. On Unix it may be read by those who may read the live one.</param>
    /// <param name="progress">Is told the part that is done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels between two steps.</param>
    public static void Write(
        string connectionString, string? live, string file, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        using var source = OpenSource(connectionString);
        SqliteSideFiles.Delete(file);
        File.Delete(file);
        try
        {
            Create(file, live);
            using (var target = OpenTarget(file))
            {
                // Nobody else sees the file before it is whole, and it is flushed once, at the end.
                target.Run("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF");
                SqliteOnlineCopy.Copy(source, target, LockTimeout, progress, cancellationToken);
                target.Run("PRAGMA journal_mode = DELETE");
            }

            using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            stream.Flush(flushToDisk: true);
        }
        catch (SqliteException exception) when (Translate(exception) is { } typed)
        {
            throw typed;
        }
        finally
        {
            SqliteSideFiles.Delete(file);
        }
    }

    private static SqliteConnection OpenSource(string connectionString)
    {
        var settings = new SqliteConnectionStringBuilder(connectionString) { Pooling = false };
        if (settings.Mode == SqliteOpenMode.ReadWriteCreate)
            settings.Mode = SqliteOpenMode.ReadWrite;
        var source = new SqliteConnection(settings.ToString());
        try
        {
            source.Open();
            return source;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    private static void Create(string file, string? live)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows() && live is not null)
            options.UnixCreateMode = File.GetUnixFileMode(live);
        new FileStream(file, options).Dispose();
    }

    private static SqliteConnection OpenTarget(string file)
    {
        var target = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        try
        {
            target.Open();
            return target;
        }
        catch
        {
            target.Dispose();
            throw;
        }
    }

    // What the copying reads is checked before; what fails to be written is the target's.
    private static AdministrationException? Translate(SqliteException exception) => SqliteErrors.Classify(exception).Kind switch
    {
        var kind and (DatabaseErrorKind.DiskFull or DatabaseErrorKind.CannotOpen or DatabaseErrorKind.ReadOnly
            or DatabaseErrorKind.StorageFailed) => AdministrationException.OfTarget(kind, exception),
        _ => null,
    };
}
