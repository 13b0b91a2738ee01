using System.Runtime.InteropServices;

using SQLitePCL;

namespace StrategyEngine.Data.Sqlite;

/// <summary>Whether a connection still has the file that stands at its path.</summary>
internal static partial class SqliteFileIdentity
{
    private const int HasMovedControl = 20; // SQLITE_FCNTL_HAS_MOVED, https://sqlite.org/c3ref/c_fcntl_begin_atomic_write.html

    private static bool _isKnown = true;

    /// <summary>
    /// Whether the file was renamed, replaced or deleted since the connection was opened; false where the engine cannot tell.
    /// </summary>
    public static bool HasMoved(sqlite3 connection)
    {
        if (!_isKnown)
            return false;
        try
        {
            var hasMoved = 0;
            return FileControl(connection.DangerousGetHandle(), "main", HasMovedControl, ref hasMoved) == raw.SQLITE_OK && hasMoved != 0;
        }
        catch (Exception exception) when (exception is DllNotFoundException or EntryPointNotFoundException)
        {
            _isKnown = false; // the host brings another build of SQLite
            return false;
        }
    }

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_file_control", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int FileControl(nint connection, string database, int operation, ref int argument);
}
