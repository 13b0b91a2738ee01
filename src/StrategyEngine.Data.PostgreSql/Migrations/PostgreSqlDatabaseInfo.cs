using Npgsql;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Migrations;

/// <summary>Describes a PostgreSQL database.</summary>
internal static class PostgreSqlDatabaseInfo
{
    private const string Engine = "PostgreSQL";

    private const string ReadSettings =
        """
        SELECT name, setting FROM pg_settings
        WHERE name IN ('server_version', 'fsync', 'full_page_writes', 'synchronous_commit', 'wal_level', 'default_transaction_isolation', 'max_connections', 'shared_buffers', 'TimeZone', 'server_encoding')
        """;

    // Tables that this role may read, partitions by the table they are part of. Those outside of the library's schema and the role's own go
    // by both names.
    private const string ReadTables =
        $"""
        SELECT CASE WHEN schema.nspname IN ('{PostgreSqlTradingProvider.Schema}', current_schema()) THEN "table".relname ELSE schema.nspname || '.' || "table".relname END,
            format('%I.%I', schema.nspname, "table".relname)
        FROM pg_class AS "table"
        JOIN pg_namespace AS schema ON schema.oid = "table".relnamespace
        WHERE "table".relkind IN ('r', 'p')
            AND NOT "table".relispartition
            AND schema.nspname NOT IN ('pg_catalog', 'information_schema')
            AND schema.nspname NOT LIKE 'pg\_t%'
            AND has_table_privilege("table".oid, 'SELECT')
        """;

    private const string ReadSize =
        """
        SELECT pg_database_size(current_database())
        """;

    public static DatabaseInfo Missing(NpgsqlConnection connection) =>
        new(Engine, "", Exists: false, connection.Database, 0, [], new Dictionary<string, string>());

    public static async Task<DatabaseInfo> ReadAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var settings = await ReadPairsAsync(connection, ReadSettings, cancellationToken).ConfigureAwait(false);
        var size = await connection.ScalarAsync<long>(ReadSize, cancellationToken).ConfigureAwait(false);
        var tables = new List<TableInfo>();
        foreach (var (name, sql) in await ReadPairsAsync(connection, ReadTables, cancellationToken).ConfigureAwait(false))
        {
            tables.Add(
                new TableInfo(
                    name, await connection.ScalarAsync<long>($"SELECT COUNT(*) FROM {sql}", cancellationToken).ConfigureAwait(false)));
        }

        tables.Sort((left, right) => StringComparer.Ordinal.Compare(left.Name, right.Name));
        return new DatabaseInfo(
            Engine, connection.PostgreSqlVersion.ToString(), Exists: true, connection.Database, size, tables, settings.ToDictionary());
    }

    private static async Task<List<KeyValuePair<string, string>>> ReadPairsAsync(
        NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        var command = connection.Command(sql);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    pairs.Add(new(reader.GetString(0), reader.GetString(1)));
            }
        }

        return pairs;
    }
}
