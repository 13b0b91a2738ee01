using System.Data.Common;

using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore.Diagnostics;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite;

/// <summary>
/// Forgets pooled connections that cannot recover: one that was opened while the file was read-only, or that has seen a damaged file, stays
/// so.
/// </summary>
internal sealed class SqliteConnectionFailures : DbCommandInterceptor
{
    private SqliteConnectionFailures()
    {
    }

    public static SqliteConnectionFailures Instance { get; } = new();

    /// <summary>Has the pool open new connections from now on, if the failure is one that stays with a connection.</summary>
    public static void Forget(DbConnection? connection, Exception failure)
    {
        if (connection is SqliteConnection sqlite
            && SqliteErrors.Classify(failure).Kind is DatabaseErrorKind.ReadOnly or DatabaseErrorKind.StorageFailed
                or DatabaseErrorKind.Corrupt or DatabaseErrorKind.CannotOpen)
        {
            SqliteConnection.ClearPool(sqlite);
        }
    }

    public override void CommandFailed(DbCommand command, CommandErrorEventData eventData) =>
        Forget(command.Connection, eventData.Exception);

    public override Task CommandFailedAsync(
        DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Forget(command.Connection, eventData.Exception);
        return Task.CompletedTask;
    }
}
