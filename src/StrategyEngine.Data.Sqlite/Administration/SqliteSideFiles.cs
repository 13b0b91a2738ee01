namespace StrategyEngine.Data.Sqlite.Administration;

/// <summary>What SQLite keeps beside a database file: write-ahead log, its index, and rollback journal.</summary>
internal static class SqliteSideFiles
{
    public static readonly IReadOnlyList<string> Endings = ["-wal", "-shm", "-journal"];

    public static void Delete(string file)
    {
        foreach (var ending in Endings)
            File.Delete(file + ending);
    }
}
