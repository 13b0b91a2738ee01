using Microsoft.Data.Sqlite;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Migrations;

/// <summary>The journal table. It is outside the model: a later version of the library adds columns to it, and tolerates more than it knows.</summary>
internal static class SqliteMigrationJournal
{
    public const string Table = "__trading_migration_journal";

    // A column that is added later has to be nullable or to have a default.
    private static readonly (string Name, string Definition)[] Columns =
    [
        ("sequence", "INTEGER PRIMARY KEY"),
        ("run_id", "BLOB NOT NULL"),
        ("history_table", "TEXT NOT NULL"),
        ("migration_id", "TEXT"),
        ("status", "TEXT NOT NULL"),
        ("started_at", "INTEGER NOT NULL"),
        ("duration_ms", "INTEGER"),
        ("commands_done", "INTEGER NOT NULL DEFAULT 0"),
        ("commands_total", "INTEGER NOT NULL DEFAULT 0"),
        ("ef_version", "TEXT"),
        ("library_version", "TEXT"),
        ("application", "TEXT"),
        ("host", "TEXT"),
        ("process_id", "INTEGER"),
        ("sql_hash", "TEXT"),
        ("error", "TEXT"),
    ];

    public static void Ensure(SqliteConnection connection)
    {
        Execute(connection, $"CREATE TABLE IF NOT EXISTS {Table} ({string.Join(", ", Columns.Select(column => $"{column.Name} {column.Definition}"))})");
        var existing = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using (var command = Command(connection, $"SELECT name FROM pragma_table_info('{Table}')"))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
                existing.Add(reader.GetString(0));
        }

        foreach (var (name, definition) in Columns.Where(column => !existing.Contains(column.Name)))
            Execute(connection, $"ALTER TABLE {Table} ADD COLUMN {name} {definition}");
    }

    public static void Write(SqliteConnection connection, MigrationJournalEntry entry)
    {
        using var command = Command(
            connection,
            $"""
            INSERT INTO {Table} (
                run_id, history_table, migration_id, status, started_at, duration_ms, commands_done, commands_total,
                ef_version, library_version, application, host, process_id, sql_hash, error)
            VALUES (
                $run_id, $history_table, $migration_id, $status, $started_at, $duration_ms, $commands_done, $commands_total,
                $ef_version, $library_version, $application, $host, $process_id, $sql_hash, $error)
            """);
        Add("$run_id", entry.RunId.ToByteArray(bigEndian: true));
        Add("$history_table", entry.HistoryTable);
        Add("$migration_id", entry.MigrationId);
        Add("$status", Text(entry.Status));
        Add("$started_at", entry.StartedAt.ToUnixTimeMilliseconds());
        Add("$duration_ms", entry.Duration is { } duration ? (long)duration.TotalMilliseconds : null);
        Add("$commands_done", entry.CommandsDone);
        Add("$commands_total", entry.CommandsTotal);
        Add("$ef_version", entry.EntityFrameworkVersion);
        Add("$library_version", entry.LibraryVersion);
        Add("$application", entry.Application);
        Add("$host", entry.Host);
        Add("$process_id", entry.ProcessId);
        Add("$sql_hash", entry.SqlHash);
        Add("$error", entry.Error);
        command.ExecuteNonQuery();

        void Add(string name, object? value) => command.Parameters.AddWithValue(name, value ?? DBNull.Value);
    }

    public static void Clear(SqliteConnection connection, string historyTable, MigrationJournalStatus status, Guid? runId)
    {
        using var command = Command(
            connection, $"DELETE FROM {Table} WHERE history_table = $history_table AND status = $status AND ($run_id IS NULL OR run_id = $run_id)");
        command.Parameters.AddWithValue("$history_table", historyTable);
        command.Parameters.AddWithValue("$status", Text(status));
        command.Parameters.AddWithValue("$run_id", runId is { } id ? id.ToByteArray(bigEndian: true) : DBNull.Value);
        command.ExecuteNonQuery();
    }

    public static IReadOnlyList<MigrationJournalEntry> Read(SqliteConnection connection, string historyTable)
    {
        // Of a journal that an older version made, only the first columns are certain.
        using var command = Command(connection, $"SELECT * FROM {Table} WHERE history_table = $history_table ORDER BY sequence");
        command.Parameters.AddWithValue("$history_table", historyTable);
        using var reader = command.ExecuteReader();
        var ordinals = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, StringComparer.OrdinalIgnoreCase);
        var entries = new List<MigrationJournalEntry>();
        while (reader.Read())
        {
            if (Status(Value("status") as string) is not { } status)
                continue;
            entries.Add(new MigrationJournalEntry
            {
                RunId = Value("run_id") is byte[] { Length: 16 } id ? new Guid(id, bigEndian: true) : Guid.Empty,
                HistoryTable = historyTable,
                MigrationId = Value("migration_id") as string,
                Status = status,
                StartedAt = DateTimeOffset.FromUnixTimeMilliseconds(Value("started_at") as long? ?? 0),
                Duration = Value("duration_ms") is long duration ? TimeSpan.FromMilliseconds(duration) : null,
                CommandsDone = (int)(Value("commands_done") as long? ?? 0),
                CommandsTotal = (int)(Value("commands_total") as long? ?? 0),
                EntityFrameworkVersion = Value("ef_version") as string,
                LibraryVersion = Value("library_version") as string,
                Application = Value("application") as string,
                Host = Value("host") as string,
                ProcessId = (int?)(Value("process_id") as long?),
                SqlHash = Value("sql_hash") as string,
                Error = Value("error") as string,
            });
        }

        return entries;

        object? Value(string column) => ordinals.TryGetValue(column, out var ordinal) && !reader.IsDBNull(ordinal) ? reader.GetValue(ordinal) : null;
    }

    private static string Text(MigrationJournalStatus status) => status switch
    {
        MigrationJournalStatus.Announced => "announced",
        MigrationJournalStatus.Applied => "applied",
        MigrationJournalStatus.Partial => "partial",
        _ => "failed",
    };

    // A newer version of the library may write what this one does not know.
    private static MigrationJournalStatus? Status(string? text) => text switch
    {
        "announced" => MigrationJournalStatus.Announced,
        "applied" => MigrationJournalStatus.Applied,
        "partial" => MigrationJournalStatus.Partial,
        "failed" => MigrationJournalStatus.Failed,
        _ => null,
    };

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        command.ExecuteNonQuery();
    }

    private static SqliteCommand Command(SqliteConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made of the constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
