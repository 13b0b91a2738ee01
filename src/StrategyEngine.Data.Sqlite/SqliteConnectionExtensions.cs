using System.Globalization;

using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace StrategyEngine.Data.Sqlite;

/// <summary>Short statements on a connection.</summary>
internal static class SqliteConnectionExtensions
{
    // The instructions of SQLite's virtual machine between two looks at the cancellation token: well under a millisecond.
    private const int InstructionsPerLook = 2000;

    public static void Run(this SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        command.ExecuteNonQuery();
    }

    public static string Text(this SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    public static long Number(this SqliteConnection connection, string sql)
    {
        using var command = connection.Command(sql);
        return Convert.ToInt64(command.ExecuteScalar(), CultureInfo.InvariantCulture);
    }

    /// <summary>
    /// Runs work on another thread, because Microsoft.Data.Sqlite runs synchronously whatever it is asked, and interrupts its statement
    /// when it is cancelled.
    /// </summary>
    /// <remarks>
    /// Not by sqlite3_interrupt, which passes the statement by that only begins a moment later; this looks at the token as often.
    /// </remarks>
    public static async Task<T> InterruptibleAsync<T>(this SqliteConnection connection, Func<T> work, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (connection.Handle is not { } handle)
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        raw.sqlite3_progress_handler(handle, InstructionsPerLook, _ => cancellationToken.IsCancellationRequested ? 1 : 0, null);
        try
        {
            return await Task.Run(work, CancellationToken.None).ConfigureAwait(false);
        }
        catch (SqliteException exception)
            when (exception.SqliteErrorCode == raw.SQLITE_INTERRUPT && cancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException("The work was cancelled.", exception, cancellationToken);
        }
        finally
        {
            raw.sqlite3_progress_handler(handle, 0, null, null);
        }
    }

    private static SqliteCommand Command(this SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // The constants of this project, and the statements of compiled migrations.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
