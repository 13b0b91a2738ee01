using System.Globalization;

using Microsoft.Data.Sqlite;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Migrations;

/// <summary>Describes a SQLite file.</summary>
internal static class SqliteDatabaseInfo
{
    private const string Engine = "SQLite";

    private static readonly string[] Settings =
        ["journal_mode", "synchronous", "foreign_keys", "page_size", "page_count", "freelist_count", "auto_vacuum", "encoding",
            "user_version"];

    public static DatabaseInfo Missing(SqliteConnection connection) =>
        new(Engine, connection.ServerVersion, Exists: false, connection.DataSource, 0, [], new Dictionary<string, string>());

    public static DatabaseInfo Read(SqliteConnection connection)
    {
        var file = connection.DataSource;
        var settings = Settings.ToDictionary(name => name, name => Scalar(connection, $"PRAGMA {name}"));
        var tables = ReadTables(connection);
        return new DatabaseInfo(Engine, connection.ServerVersion, Exists: true, file, Size(file) + Size(file + "-wal"), tables, settings);
    }

    private static List<TableInfo> ReadTables(SqliteConnection connection)
    {
        var names = new List<string>();
        using (var command = connection.CreateCommand())
        {
            command.CommandText =
                @"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' ORDER BY name";
            using var reader = command.ExecuteReader();
            while (reader.Read())
                names.Add(reader.GetString(0));
        }

        return [.. names.Select(name => new TableInfo(name, Count(connection, name)))];
    }

    private static long Count(SqliteConnection connection, string table) =>
        long.Parse(
            Scalar(connection, $"SELECT COUNT(*) FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\""),
            CultureInfo.InvariantCulture);

    private static long Size(string file) => File.Exists(file) ? new FileInfo(file).Length : 0;

    private static string Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made of constants and of delimited names.
        command.CommandText = sql;
#pragma warning restore CA2100
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }
}
