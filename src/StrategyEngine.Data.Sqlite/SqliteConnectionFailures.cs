using System.Data.Common;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace StrategyEngine.Data.Sqlite;

/// <summary>Forgets pooled connections that cannot recover: one that was opened while the file was read-only, or that has seen a damaged file, stays so.</summary>
internal sealed class SqliteConnectionFailures : DbCommandInterceptor
{
    private const int ReadOnly = 8, IoError = 10, Corrupt = 11, CannotOpen = 14, NotADatabase = 26;

    private SqliteConnectionFailures()
    {
    }

    public static SqliteConnectionFailures Instance { get; } = new();

    /// <summary>Has the pool open new connections from now on, if the failure is one that stays with a connection.</summary>
    public static void Forget(DbConnection? connection, Exception failure)
    {
        for (var cause = failure; cause is not null; cause = cause.InnerException)
        {
            if (connection is SqliteConnection sqlite && cause is SqliteException { SqliteErrorCode: ReadOnly or IoError or Corrupt or CannotOpen or NotADatabase })
            {
                SqliteConnection.ClearPool(sqlite);
                return;
            }
        }
    }

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) => Forget(command.Connection, eventData.Exception);

    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Forget(command.Connection, eventData.Exception);
        return Task.CompletedTask;
    }
}
