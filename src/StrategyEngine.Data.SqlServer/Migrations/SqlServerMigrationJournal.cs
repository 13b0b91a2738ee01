using System.Data;

using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Migrations;

/// <summary>The journal table. It is outside the model: a later version of the library adds columns to it, and tolerates more than it knows.</summary>
internal static class SqlServerMigrationJournal
{
    public const string Table = "[trading].[__trading_migration_journal]";

    // Those that are not in the table from its beginning.
    private static readonly (string Name, string Definition)[] Columns =
    [
        ("duration_ms", "bigint NULL"),
        ("commands_done", "int NOT NULL DEFAULT 0"),
        ("commands_total", "int NOT NULL DEFAULT 0"),
        ("ef_version", "nvarchar(100) NULL"),
        ("library_version", "nvarchar(100) NULL"),
        ("application", "nvarchar(260) NULL"),
        ("host", "nvarchar(260) NULL"),
        ("process_id", "int NULL"),
        ("sql_hash", "nvarchar(64) NULL"),
        ("error", "nvarchar(max) NULL"),
    ];

    /// <summary>The statements that make the table or bring it up to date, each to be run by itself.</summary>
    public static IEnumerable<string> Ensure() => Columns.Select(column => SqlServerMigrationSql.EnsureJournalColumn(column.Name, column.Definition))
        .Prepend(SqlServerMigrationSql.EnsureJournal);

    public static void BindEntry(SqlCommand command, MigrationJournalEntry entry)
    {
        Add("@run_id", SqlDbType.UniqueIdentifier, entry.RunId);
        Add("@history_table", SqlDbType.NVarChar, entry.HistoryTable);
        Add("@migration_id", SqlDbType.NVarChar, entry.MigrationId);
        Add("@status", SqlDbType.NVarChar, Text(entry.Status));
        Add("@started_at", SqlDbType.DateTime2, entry.StartedAt.UtcDateTime);
        Add("@duration_ms", SqlDbType.BigInt, entry.Duration is { } duration ? (long)duration.TotalMilliseconds : null);
        Add("@commands_done", SqlDbType.Int, entry.CommandsDone);
        Add("@commands_total", SqlDbType.Int, entry.CommandsTotal);
        Add("@ef_version", SqlDbType.NVarChar, entry.EntityFrameworkVersion);
        Add("@library_version", SqlDbType.NVarChar, entry.LibraryVersion);
        Add("@application", SqlDbType.NVarChar, entry.Application);
        Add("@host", SqlDbType.NVarChar, entry.Host);
        Add("@process_id", SqlDbType.Int, entry.ProcessId);
        Add("@sql_hash", SqlDbType.NVarChar, entry.SqlHash);
        Add("@error", SqlDbType.NVarChar, entry.Error);

        void Add(string name, SqlDbType type, object? value) => command.Parameters.Add(name, type).Value = value ?? DBNull.Value;
    }

    public static void BindClear(SqlCommand command, string historyTable, MigrationJournalStatus status, Guid? runId)
    {
        command.Parameters.Add("@history_table", SqlDbType.NVarChar, 260).Value = historyTable;
        command.Parameters.Add("@status", SqlDbType.NVarChar, 40).Value = Text(status);
        command.Parameters.Add("@run_id", SqlDbType.UniqueIdentifier).Value = runId is { } id ? id : DBNull.Value;
    }

    public static async Task<IReadOnlyList<MigrationJournalEntry>> ReadAsync(SqlDataReader reader, string historyTable, CancellationToken cancellationToken)
    {
        var ordinals = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, StringComparer.OrdinalIgnoreCase);
        var entries = new List<MigrationJournalEntry>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Status(Value("status") as string) is not { } status)
                continue;
            entries.Add(new MigrationJournalEntry
            {
                RunId = Value("run_id") as Guid? ?? Guid.Empty,
                HistoryTable = historyTable,
                MigrationId = Value("migration_id") as string,
                Status = status,
                StartedAt = new DateTimeOffset(DateTime.SpecifyKind(Value("started_at") as DateTime? ?? DateTime.UnixEpoch, DateTimeKind.Utc)),
                Duration = Value("duration_ms") is long duration ? TimeSpan.FromMilliseconds(duration) : null,
                CommandsDone = Value("commands_done") as int? ?? 0,
                CommandsTotal = Value("commands_total") as int? ?? 0,
                EntityFrameworkVersion = Value("ef_version") as string,
                LibraryVersion = Value("library_version") as string,
                Application = Value("application") as string,
                Host = Value("host") as string,
                ProcessId = Value("process_id") as int?,
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
}
