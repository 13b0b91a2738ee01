using System.Globalization;

using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Migrations;

/// <summary>Describes a SQL Server database.</summary>
internal static class SqlServerDatabaseInfo
{
    private const string Engine = "SQL Server";

    // The columns of SqlServerMigrationSql.Describe before those that are settings.
    private const int FirstSetting = 3;

    public static DatabaseInfo Missing(SqlConnection connection) =>
        new(Engine, "", Exists: false, connection.Database, 0, [], new Dictionary<string, string>());

    public static async Task<DatabaseInfo> ReadAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        var tables = new List<TableInfo>();
        foreach (var (schema, name) in await ListTablesAsync(connection, cancellationToken).ConfigureAwait(false))
        {
            var rows = await CountAsync(connection, $"{Delimit(schema)}.{Delimit(name)}", cancellationToken).ConfigureAwait(false);
            tables.Add(new TableInfo(schema is "dbo" or SqlServerTradingProvider.Schema ? name : $"{schema}.{name}", rows));
        }

        tables.Sort((left, right) => StringComparer.Ordinal.Compare(left.Name, right.Name));
        var command = Command(connection, SqlServerMigrationSql.Describe);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
                var settings = Enumerable.Range(FirstSetting, reader.FieldCount - FirstSetting)
                    .ToDictionary(reader.GetName, ordinal => Convert.ToString(reader.GetValue(ordinal), CultureInfo.InvariantCulture)!);
                return new DatabaseInfo(Engine, reader.GetString(0), Exists: true, reader.GetString(1), reader.GetInt64(2), tables, settings);
            }
        }
    }

    private static async Task<List<(string Schema, string Name)>> ListTablesAsync(SqlConnection connection, CancellationToken cancellationToken)
    {
        var names = new List<(string, string)>();
        var command = Command(connection, SqlServerMigrationSql.ListTables);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    names.Add((reader.GetString(0), reader.GetString(1)));
            }
        }

        return names;
    }

    private static async Task<long> CountAsync(SqlConnection connection, string table, CancellationToken cancellationToken)
    {
        var command = Command(connection, SqlServerMigrationSql.CountRows(table));
        await using (command.ConfigureAwait(false))
            return Convert.ToInt64(await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false), CultureInfo.InvariantCulture);
    }

    private static string Delimit(string name) => $"[{name.Replace("]", "]]", StringComparison.Ordinal)}]";

    private static SqlCommand Command(SqlConnection connection, string sql)
    {
#pragma warning disable CA2100 // Made of constants and of delimited names.
        return new SqlCommand(sql, connection);
#pragma warning restore CA2100
    }
}
