using Microsoft.Data.Sqlite;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Migrations;

/// <summary>
/// The journal table. It is outside the model: a later version of the library adds columns to it, and tolerates more than it knows.
/// </summary>
internal static class SqliteMigrationJournal
{
    public const string Table = MigrationJournalForm.Table;

    private static readonly string Columns = string.Join(", ", MigrationJournalForm.Columns.Select(column => column.Name));

    private static readonly string Parameters = string.Join(", ", MigrationJournalForm.Columns.Select(column => "$" + column.Name));

    public static void Ensure(SqliteConnection connection)
    {
        var definitions = MigrationJournalForm.Columns.Select(Definition).Prepend("sequence INTEGER PRIMARY KEY");
        Execute(connection, $"CREATE TABLE IF NOT EXISTS {Table} ({string.Join(", ", definitions)})");
        var existing = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        using (var command = Command(connection, $"SELECT name FROM pragma_table_info('{Table}')"))
        using (var reader = command.ExecuteReader())
        {
            while (reader.Read())
                existing.Add(reader.GetString(0));
        }

        foreach (var column in MigrationJournalForm.Columns.Where(column => !existing.Contains(column.Name)))
            Execute(connection, $"ALTER TABLE {Table} ADD COLUMN {Definition(column)}");
    }

    public static void Write(SqliteConnection connection, MigrationJournalEntry entry)
    {
        using var command = Command(
            connection,
            $"""
            INSERT INTO {Table} ({Columns})
            VALUES ({Parameters})
            """);
        foreach (var (column, value) in MigrationJournalForm.Columns.Zip(MigrationJournalForm.Write(entry)))
            command.Parameters.AddWithValue("$" + column.Name, Stored(value));
        command.ExecuteNonQuery();
    }

    public static void Clear(SqliteConnection connection, string historyTable, MigrationJournalStatus status, Guid? runId)
    {
        using var command = Command(
            connection,
            $"DELETE FROM {Table} WHERE history_table = $history_table AND status = $status AND ($run_id IS NULL OR run_id = $run_id)");
        command.Parameters.AddWithValue("$history_table", historyTable);
        command.Parameters.AddWithValue("$status", MigrationJournalForm.Write(status));
        command.Parameters.AddWithValue("$run_id", Stored(runId));
        command.ExecuteNonQuery();
    }

    public static IReadOnlyList<MigrationJournalEntry> Read(SqliteConnection connection, string historyTable)
    {
        // Of a journal that an older version made, only the first columns are certain.
        using var command = Command(connection, $"SELECT * FROM {Table} WHERE history_table = $history_table ORDER BY sequence");
        command.Parameters.AddWithValue("$history_table", historyTable);
        using var reader = command.ExecuteReader();

        // SQLite reads where it is called: the task is done when it is returned.
        return MigrationJournalForm.ReadAsync(reader, Loaded, CancellationToken.None).GetAwaiter().GetResult();
    }

    // A column that is added later has to be nullable.
    private static string Definition(MigrationJournalColumn column)
    {
        var type = column.Value switch
        {
            MigrationJournalValue.Id => "BLOB",
            MigrationJournalValue.Text or MigrationJournalValue.LongText => "TEXT",
            _ => "INTEGER",
        };
        return $"{column.Name} {type}{(column.IsRequired ? " NOT NULL" : "")}";
    }

    private static object Stored(object? value) => value switch
    {
        null => DBNull.Value,
        Guid id => id.ToByteArray(bigEndian: true),
        DateTimeOffset instant => instant.ToUnixTimeMilliseconds(),
        _ => value,
    };

    private static object Loaded(MigrationJournalValue form, object value) => (form, value) switch
    {
        (MigrationJournalValue.Id, byte[] { Length: 16 } id) => new Guid(id, bigEndian: true),
        (MigrationJournalValue.Instant, long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds),
        _ => value,
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
