using System.Security;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sqlite;

namespace TradingConsole;

/// <summary>Says what went wrong in one line.</summary>
internal static class FailureReport
{
    public const int Failed = 1;
    public const int Cancelled = 130;

    /// <summary>Writes the line.</summary>
    /// <returns>The exit code.</returns>
    public static int Write(Exception exception, TextWriter output)
    {
        var message = Describe(exception);
        output.WriteLine(
            "error: "
                + string.Join(' ', message.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)));
        return exception is OperationCanceledException ? Cancelled : Failed;
    }

    private static string Describe(Exception exception) => Kind(exception) switch
    {
        DatabaseErrorKind.Busy => "The database is locked: another program is writing to it. Try again when it has finished.",
        DatabaseErrorKind.ReadOnly =>
            "The database is read-only. Allow writing to the file and its directory, or choose another with --database.",
        DatabaseErrorKind.CannotOpen =>
            "The database file cannot be opened. Check the path and its permissions, or choose another with --database.",
        DatabaseErrorKind.Corrupt => "The file is not a SQLite database, or it is damaged. Choose another with --database.",
        _ => exception switch
        {
            OperationCanceledException => "Cancelled.",
            Failure or TradingDataException or DbUpdateException or IOException or UnauthorizedAccessException or SecurityException =>
                exception.Message,
            _ => $"{exception.GetType().Name}: {exception.Message}",
        },
    };

    private static DatabaseErrorKind Kind(Exception exception) =>
        new SqliteTradingProvider("Data Source=trading.db").Classify(exception).Kind;
}
