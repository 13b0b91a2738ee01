using System.Data.Common;

using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Migrations;

/// <summary>The application lock of the session that migrates. It is the server's own and ends with the connection.</summary>
internal sealed class SqlServerMigrationLock(SqlServerExecutor executor)
{
    /// <summary>Whether this session has it.</summary>
    public bool IsTaken { get; private set; }

    /// <summary>Takes it unless another session has it; does not wait.</summary>
    public async Task<bool> TryTakeAsync(CancellationToken cancellationToken)
    {
        if (IsTaken)
            return true;
        if (await executor.ScalarAsync(SqlServerMigrationSql.TryLock, cancellationToken).ConfigureAwait(false) is not >= 0)
            return false;
        IsTaken = true;
        await executor.ExecuteAsync(SqlServerMigrationSql.PrepareMigration, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Lets it go before a pool keeps the connection, and the lock with it, until somebody else needs one.</summary>
    public async Task LetGoAsync(DbConnection connection)
    {
        if (!IsTaken)
            return;
        IsTaken = false;
        try
        {
            await executor.ExecuteAsync(SqlServerMigrationSql.Unlock, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SqlException or InvalidOperationException)
        {
            Abandon(connection);
        }
    }

    /// <summary>Forgets it with a connection that is lost, or must not be used again if it is not.</summary>
    public void Abandon(DbConnection connection)
    {
        IsTaken = false;
        if (connection is SqlConnection lost)
            SqlConnection.ClearPool(lost);
    }

    /// <summary>Finds who has it; null if nobody has, or if the login may not see that.</summary>
    public async Task<MigrationLockSession?> ReadHolderAsync(CancellationToken cancellationToken)
    {
        try
        {
            var holders = await executor.ReadAsync(SqlServerMigrationSql.ReadLockHolder, Holder, cancellationToken).ConfigureAwait(false);
            return holders.FirstOrDefault();
        }
        catch (SqlException exception) when (SqlServerErrors.IsDenied(exception))
        {
            return null;
        }
    }

    private static MigrationLockSession Holder(DbDataReader row) => new(
        row["host_name"] as string,
        row.GetInt32(0),
        row["since"] is DateTime since ? new DateTimeOffset(DateTime.SpecifyKind(since, DateTimeKind.Utc)) : null,
        row["program_name"] as string);
}
