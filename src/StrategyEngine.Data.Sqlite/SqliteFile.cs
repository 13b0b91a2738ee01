using Microsoft.Data.Sqlite;

namespace StrategyEngine.Data.Sqlite;

/// <summary>Finds the file of a connection without opening it: opening waits while another connection keeps the file to itself.</summary>
internal static class SqliteFile
{
    private const string DataDirectory = "|DataDirectory|";

    /// <summary>The path, as Microsoft.Data.Sqlite resolves it; null if the connection string holds a URI instead.</summary>
    public static string? Of(SqliteConnection connection)
    {
        var source = new SqliteConnectionStringBuilder(connection.ConnectionString).DataSource;
        if (source.StartsWith("file:", StringComparison.OrdinalIgnoreCase))
            return null;
        if (AppDomain.CurrentDomain.GetData("DataDirectory") is not string { Length: > 0 } directory)
            return Path.GetFullPath(source);
        return source.StartsWith(DataDirectory, StringComparison.OrdinalIgnoreCase)
            ? Path.Combine(directory, source[DataDirectory.Length..])
            : Path.Combine(directory, source);
    }
}
