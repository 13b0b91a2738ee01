using System.Globalization;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Migrations;

/// <summary>Describes a SQL Server database.</summary>
internal static class SqlServerDatabaseInfo
{
    private const string Engine = "SQL Server";

    // The columns of SqlServerMigrationSql.Describe before those that are settings.
    private const int FirstSetting = 3;

    public static DatabaseInfo Missing(string database) =>
        new(Engine, "", Exists: false, database, 0, [], new Dictionary<string, string>());

    public static async Task<DatabaseInfo> ReadAsync(
        SqlServerExecutor executor, Func<string, string, string> delimit, CancellationToken cancellationToken)
    {
        var tables = new List<TableInfo>();
        foreach (var (schema, name) in await executor.ReadAsync(
            SqlServerMigrationSql.ListTables, reader => (reader.GetString(0), reader.GetString(1)), cancellationToken)
            .ConfigureAwait(false))
        {
            var rows = await executor.ScalarAsync(SqlServerMigrationSql.CountRows(delimit(name, schema)), cancellationToken)
                .ConfigureAwait(false);
            tables.Add(new TableInfo(
                schema is SqlServerSchema.Default or SqlServerTradingProvider.Schema ? name : $"{schema}.{name}",
                Convert.ToInt64(rows, CultureInfo.InvariantCulture)));
        }

        tables.Sort((left, right) => StringComparer.Ordinal.Compare(left.Name, right.Name));
        var described = await executor.ReadAsync(
            SqlServerMigrationSql.Describe,
            reader => new DatabaseInfo(
                Engine,
                reader.GetString(0),
                Exists: true,
                reader.GetString(1),
                reader.GetInt64(2),
                tables,
                Enumerable.Range(FirstSetting, reader.FieldCount - FirstSetting)
                    .ToDictionary(reader.GetName, ordinal => Convert.ToString(reader.GetValue(ordinal), CultureInfo.InvariantCulture)!)),
            cancellationToken).ConfigureAwait(false);
        return described[0];
    }
}
