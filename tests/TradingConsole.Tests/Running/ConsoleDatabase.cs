using Microsoft.Data.Sqlite;

namespace TradingConsole.Tests.Running;

/// <summary>A database of the console in a folder of its own, deleted afterwards.</summary>
public sealed class ConsoleDatabase : IDisposable
{
    private const string Name = "trading";

    private ConsoleDatabase(DirectoryInfo folder) => Folder = folder;

    public DirectoryInfo Folder { get; }

    public string File => Path.Combine(Folder.FullName, $"{Name}.db");

    public string Picture => Path.Combine(Folder.FullName, $"{Name}-equity.png");

    public string Keys => Path.Combine(Folder.FullName, $"{Name}-keys");

    public static ConsoleDatabase Empty() => new(Directory.CreateTempSubdirectory("trading-console-"));

    /// <summary>A copy of the file and its key ring. No process may have it open.</summary>
    public ConsoleDatabase Copy()
    {
        var copy = Empty();
        System.IO.File.Copy(File, copy.File);
        Directory.CreateDirectory(copy.Keys);
        foreach (var key in Directory.EnumerateFiles(Keys))
            System.IO.File.Copy(key, Path.Combine(copy.Keys, Path.GetFileName(key)));
        return copy;
    }

    public string WriteFile(string name, string text)
    {
        var path = Path.Combine(Folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = File, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    public T Query<T>(string sql)
    {
        using var connection = Open();
        using var command = new SqliteCommand(sql, connection);
        return (T)command.ExecuteScalar()!;
    }

    /// <summary>The number of rows of every table.</summary>
    public SortedDictionary<string, long> CountRows()
    {
        var counts = new SortedDictionary<string, long>(StringComparer.Ordinal);
        using var connection = Open();
        using var tables = new SqliteCommand("SELECT name FROM sqlite_schema WHERE type = 'table'", connection).ExecuteReader();
        while (tables.Read())
        {
            using var count = new SqliteCommand($"SELECT count(*) FROM \"{tables.GetString(0)}\"", connection);
            counts[tables.GetString(0)] = (long)count.ExecuteScalar()!;
        }

        return counts;
    }

    public void Dispose() => Folder.Delete(recursive: true);
}
