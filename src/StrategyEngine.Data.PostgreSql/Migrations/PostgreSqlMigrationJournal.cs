using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Migrations;

/// <summary>The journal table. It is outside the model: a later version of the library adds columns to it, and tolerates more than it knows.</summary>
internal static class PostgreSqlMigrationJournal
{
    public const string Table = $"{PostgreSqlTradingProvider.Schema}.{Name}";

    private const string Name = "__trading_migration_journal";

    // Not CREATE SCHEMA IF NOT EXISTS, which asks for the right to create one even if it is there.
    private const string EnsureSchema =
        $"""
        DO $$ BEGIN
            IF NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = '{PostgreSqlTradingProvider.Schema}') THEN
                CREATE SCHEMA {PostgreSqlTradingProvider.Schema};
            END IF;
        END $$
        """;

    private const string ReadColumns =
        $"""
        SELECT column_name FROM information_schema.columns WHERE table_schema = '{PostgreSqlTradingProvider.Schema}' AND table_name = '{Name}'
        """;

    private const string Insert =
        $"""
        INSERT INTO {Table} (
            run_id, history_table, migration_id, status, started_at, duration_ms, commands_done, commands_total,
            ef_version, library_version, application, host, process_id, sql_hash, error)
        VALUES (
            @run_id, @history_table, @migration_id, @status, @started_at, @duration_ms, @commands_done, @commands_total,
            @ef_version, @library_version, @application, @host, @process_id, @sql_hash, @error)
        """;

    private const string Delete =
        $"""
        DELETE FROM {Table} WHERE history_table = @history_table AND status = @status AND (@run_id IS NULL OR run_id = @run_id)
        """;

    // Of a journal that an older version made, only the first columns are certain.
    private const string Select =
        $"""
        SELECT * FROM {Table} WHERE history_table = @history_table ORDER BY sequence
        """;

    // A column that is added later has to be nullable or to have a default.
    private static readonly (string Name, string Definition)[] Columns =
    [
        ("sequence", "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY"),
        ("run_id", "uuid NOT NULL"),
        ("history_table", "text NOT NULL"),
        ("migration_id", "text"),
        ("status", "text NOT NULL"),
        ("started_at", "timestamptz(3) NOT NULL"),
        ("duration_ms", "bigint"),
        ("commands_done", "integer NOT NULL DEFAULT 0"),
        ("commands_total", "integer NOT NULL DEFAULT 0"),
        ("ef_version", "text"),
        ("library_version", "text"),
        ("application", "text"),
        ("host", "text"),
        ("process_id", "integer"),
        ("sql_hash", "text"),
        ("error", "text"),
    ];

    public static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await ExecuteAsync(connection, EnsureSchema, cancellationToken).ConfigureAwait(false);
        await ExecuteAsync(
            connection, $"CREATE TABLE IF NOT EXISTS {Table} ({string.Join(", ", Columns.Select(column => $"{column.Name} {column.Definition}"))})", cancellationToken)
            .ConfigureAwait(false);
        var existing = await ReadColumnsAsync(connection, cancellationToken).ConfigureAwait(false);
        foreach (var (name, definition) in Columns.Where(column => !existing.Contains(column.Name)))
            await ExecuteAsync(connection, $"ALTER TABLE {Table} ADD COLUMN {name} {definition}", cancellationToken).ConfigureAwait(false);
    }

    public static async Task WriteAsync(NpgsqlConnection connection, MigrationJournalEntry entry, CancellationToken cancellationToken)
    {
        var command = Command(connection, Insert);
        await using (command.ConfigureAwait(false))
        {
            Add("run_id", NpgsqlDbType.Uuid, entry.RunId);
            Add("history_table", NpgsqlDbType.Text, entry.HistoryTable);
            Add("migration_id", NpgsqlDbType.Text, entry.MigrationId);
            Add("status", NpgsqlDbType.Text, Text(entry.Status));
            Add("started_at", NpgsqlDbType.TimestampTz, entry.StartedAt.ToUniversalTime());
            Add("duration_ms", NpgsqlDbType.Bigint, entry.Duration is { } duration ? (long)duration.TotalMilliseconds : null);
            Add("commands_done", NpgsqlDbType.Integer, entry.CommandsDone);
            Add("commands_total", NpgsqlDbType.Integer, entry.CommandsTotal);
            Add("ef_version", NpgsqlDbType.Text, entry.EntityFrameworkVersion);
            Add("library_version", NpgsqlDbType.Text, entry.LibraryVersion);
            Add("application", NpgsqlDbType.Text, entry.Application);
            Add("host", NpgsqlDbType.Text, entry.Host);
            Add("process_id", NpgsqlDbType.Integer, entry.ProcessId);
            Add("sql_hash", NpgsqlDbType.Text, entry.SqlHash);
            Add("error", NpgsqlDbType.Text, entry.Error);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }

        void Add(string name, NpgsqlDbType type, object? value) => command.Parameters.AddWithValue(name, type, value ?? DBNull.Value);
    }

    public static async Task ClearAsync(
        NpgsqlConnection connection, string historyTable, MigrationJournalStatus status, Guid? runId, CancellationToken cancellationToken)
    {
        var command = Command(connection, Delete);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue("history_table", historyTable);
            command.Parameters.AddWithValue("status", Text(status));
            command.Parameters.AddWithValue("run_id", NpgsqlDbType.Uuid, (object?)runId ?? DBNull.Value);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task<IReadOnlyList<MigrationJournalEntry>> ReadAsync(NpgsqlConnection connection, string historyTable, CancellationToken cancellationToken)
    {
        var entries = new List<MigrationJournalEntry>();
        var command = Command(connection, Select);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue("history_table", historyTable);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                var ordinals = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, StringComparer.OrdinalIgnoreCase);
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                {
                    if (Entry(historyTable, column => Value(reader, ordinals, column)) is { } entry)
                        entries.Add(entry);
                }
            }
        }

        return entries;
    }

    private static MigrationJournalEntry? Entry(string historyTable, Func<string, object?> value) => Status(value("status") as string) is not { } status ? null : new()
    {
        RunId = value("run_id") as Guid? ?? Guid.Empty,
        HistoryTable = historyTable,
        MigrationId = value("migration_id") as string,
        Status = status,
        StartedAt = value("started_at") is DateTime startedAt ? new DateTimeOffset(startedAt.ToUniversalTime()) : DateTimeOffset.UnixEpoch,
        Duration = value("duration_ms") is long duration ? TimeSpan.FromMilliseconds(duration) : null,
        CommandsDone = value("commands_done") as int? ?? 0,
        CommandsTotal = value("commands_total") as int? ?? 0,
        EntityFrameworkVersion = value("ef_version") as string,
        LibraryVersion = value("library_version") as string,
        Application = value("application") as string,
        Host = value("host") as string,
        ProcessId = value("process_id") as int?,
        SqlHash = value("sql_hash") as string,
        Error = value("error") as string,
    };

    private static object? Value(NpgsqlDataReader reader, Dictionary<string, int> ordinals, string column) =>
        ordinals.TryGetValue(column, out var ordinal) && !reader.IsDBNull(ordinal) ? reader.GetValue(ordinal) : null;

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

    private static async Task<HashSet<string>> ReadColumnsAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        var existing = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var command = Command(connection, ReadColumns);
        await using (command.ConfigureAwait(false))
        {
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                    existing.Add(reader.GetString(0));
            }
        }

        return existing;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken cancellationToken)
    {
        var command = Command(connection, sql);
        await using (command.ConfigureAwait(false))
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // Made of the constants of this file.
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }
}
