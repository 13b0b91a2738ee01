using Npgsql;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Migrations;

/// <summary>The advisory lock of the session that migrates. It is the server's own and ends with the connection.</summary>
/// <remarks>
/// Taken without waiting: a connection that waits for one holds up <c>CREATE INDEX CONCURRENTLY</c>, which waits for it in turn.
/// </remarks>
internal static class PostgreSqlMigrationLock
{
    // The key, of two numbers: "SEDa" and "Migr" in ASCII. Locks of one database do not touch those of another.
    private const int First = 0x53454461, Second = 0x4D696772;

    private const string TryTake =
        """
        SELECT pg_try_advisory_lock(@first, @second)
        """;

    private const string LetGo =
        """
        SELECT pg_advisory_unlock(@first, @second)
        """;

    // Of sessions of other roles, a role without pg_read_all_stats sees the process alone.
    private const string ReadOwner =
        """
        SELECT activity.pid,
            coalesce(host(activity.client_addr), 'an unknown machine'),
            coalesce(activity.xact_start, activity.query_start, activity.backend_start, now()),
            nullif(activity.application_name, '')
        FROM pg_locks AS lock
        JOIN pg_stat_activity AS activity ON activity.pid = lock.pid
        WHERE lock.granted
            AND lock.database = (SELECT oid FROM pg_database WHERE datname = current_database())
            AND activity.pid <> pg_backend_pid()
            AND (lock.locktype = 'advisory' AND lock.classid::bigint = @first AND lock.objid::bigint = @second
                OR lock.relation = to_regclass(@history) AND lock.mode = 'AccessExclusiveLock')
        LIMIT 1
        """;

    public static async Task<bool> TryTakeAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var command = Command(connection, TryTake);
        await using (command.ConfigureAwait(false))
            return (bool)(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false))!;
    }

    /// <summary>Lets the lock go, before a pool keeps the connection, and the lock with it.</summary>
    public static async Task LetGoAsync(NpgsqlConnection connection)
    {
        try
        {
            var command = Command(connection, LetGo);
            await using (command.ConfigureAwait(false))
                await command.ExecuteNonQueryAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is NpgsqlException or InvalidOperationException)
        {
            // The connection is gone, and the lock with it; if it is not, it must not be used again.
            NpgsqlConnection.ClearPool(connection);
        }
    }

    /// <summary>Reads who has the lock, or EF's own, which is one of the history table.</summary>
    public static async Task<MigrationLockSession?> ReadOwnerAsync(
        NpgsqlConnection connection, string historyTable, CancellationToken cancellationToken)
    {
        var command = Command(connection, ReadOwner);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue("history", historyTable);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await reader.ReadAsync(cancellationToken).ConfigureAwait(false)
                    ? new MigrationLockSession(
                        reader.GetString(1),
                        reader.GetInt32(0),
                        reader.GetFieldValue<DateTimeOffset>(2),
                        await reader.IsDBNullAsync(3, cancellationToken).ConfigureAwait(false) ? null : reader.GetString(3))
                    : null;
            }
        }
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
        var command = connection.Command(sql);
        command.Parameters.AddWithValue("first", First);
        command.Parameters.AddWithValue("second", Second);
        return command;
    }
}
