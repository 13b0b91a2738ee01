using Npgsql;

using NpgsqlTypes;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Migrations;

/// <summary>
/// The journal table. It is outside the model: a later version of the library adds columns to it, and tolerates more than it knows.
/// </summary>
internal static class PostgreSqlMigrationJournal
{
    public const string Table = $"{PostgreSqlTradingProvider.Schema}.{MigrationJournalForm.Table}";

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
        SELECT attname FROM pg_attribute WHERE attrelid = '{Table}'::regclass AND attnum > 0 AND NOT attisdropped
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

    private static readonly string Insert =
        $"""
        INSERT INTO {Table} ({string.Join(", ", MigrationJournalForm.Columns.Select(column => column.Name))})
        VALUES ({string.Join(", ", MigrationJournalForm.Columns.Select(column => "@" + column.Name))})
        """;

    public static async Task EnsureAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await connection.ExecuteAsync(EnsureSchema, cancellationToken).ConfigureAwait(false);
        var definitions = MigrationJournalForm.Columns.Select(Definition)
            .Prepend("sequence bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY");
        await connection.ExecuteAsync($"CREATE TABLE IF NOT EXISTS {Table} ({string.Join(", ", definitions)})", cancellationToken)
            .ConfigureAwait(false);
        var existing = await connection.TextsAsync(ReadColumns, cancellationToken).ConfigureAwait(false);
        foreach (var column in MigrationJournalForm.Columns.Where(column => !existing.Contains(column.Name)))
            await connection.ExecuteAsync($"ALTER TABLE {Table} ADD COLUMN {Definition(column)}", cancellationToken).ConfigureAwait(false);
    }

    public static async Task WriteAsync(NpgsqlConnection connection, MigrationJournalEntry entry, CancellationToken cancellationToken)
    {
        var command = connection.Command(Insert);
        await using (command.ConfigureAwait(false))
        {
            foreach (var (column, value) in MigrationJournalForm.Columns.Zip(MigrationJournalForm.Write(entry)))
                command.Parameters.AddWithValue(column.Name, TypeOf(column), value ?? DBNull.Value);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task ClearAsync(
        NpgsqlConnection connection, string historyTable, MigrationJournalStatus status, Guid? runId, CancellationToken cancellationToken)
    {
        var command = connection.Command(Delete);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue("history_table", historyTable);
            command.Parameters.AddWithValue("status", MigrationJournalForm.Write(status));
            command.Parameters.AddWithValue("run_id", NpgsqlDbType.Uuid, (object?)runId ?? DBNull.Value);
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public static async Task<IReadOnlyList<MigrationJournalEntry>> ReadAsync(
        NpgsqlConnection connection, string historyTable, CancellationToken cancellationToken)
    {
        var command = connection.Command(Select);
        await using (command.ConfigureAwait(false))
        {
            command.Parameters.AddWithValue("history_table", historyTable);
            var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await MigrationJournalForm.ReadAsync(
                    reader, static (_, value) => value is DateTime instant ? new DateTimeOffset(instant) : value, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
    }

    private static string Definition(MigrationJournalColumn column)
    {
        var type = TypeOf(column) switch
        {
            NpgsqlDbType.Uuid => "uuid",
            NpgsqlDbType.TimestampTz => "timestamptz(3)",
            NpgsqlDbType.Bigint => "bigint",
            _ => "text",
        };
        return $"{column.Name} {type}{(column.IsRequired ? " NOT NULL" : "")}";
    }

    private static NpgsqlDbType TypeOf(MigrationJournalColumn column) => column.Value switch
    {
        MigrationJournalValue.Id => NpgsqlDbType.Uuid,
        MigrationJournalValue.Instant => NpgsqlDbType.TimestampTz,
        MigrationJournalValue.Number => NpgsqlDbType.Bigint,
        _ => NpgsqlDbType.Text,
    };
}
