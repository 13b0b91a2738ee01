using System.Data.Common;
using System.Globalization;

namespace StrategyEngine.Data.Persistence;

/// <summary>
/// The form of the journal table <c>__trading_migration_journal</c>, the same on every engine, which adds the types and the statements.
/// </summary>
/// <remarks>Beside these columns the table has <c>sequence</c>, which the engine counts up, as its primary key.</remarks>
public static class MigrationJournalForm
{
    /// <summary>The name of the table.</summary>
    public const string Table = "__trading_migration_journal";

    /// <summary>The columns, in order, without <c>sequence</c>.</summary>
    public static IReadOnlyList<MigrationJournalColumn> Columns { get; } =
    [
        new("run_id", MigrationJournalValue.Id, true),
        new("history_table", MigrationJournalValue.Text, true),
        new("migration_id", MigrationJournalValue.Text, false),
        new("status", MigrationJournalValue.Text, true),
        new("started_at", MigrationJournalValue.Instant, true),
        new("duration_ms", MigrationJournalValue.Number, false),
        new("commands_done", MigrationJournalValue.Number, false),
        new("commands_total", MigrationJournalValue.Number, false),
        new("ef_version", MigrationJournalValue.Text, false),
        new("library_version", MigrationJournalValue.Text, false),
        new("application", MigrationJournalValue.Text, false),
        new("host", MigrationJournalValue.Text, false),
        new("process_id", MigrationJournalValue.Number, false),
        new("operations_hash", MigrationJournalValue.Text, false),
        new("sql_hash", MigrationJournalValue.Text, false),
        new("down_sql", MigrationJournalValue.LongText, false),
        new("schema_fingerprint", MigrationJournalValue.Text, false),
        new("schema_snapshot", MigrationJournalValue.LongText, false),
        new("backup", MigrationJournalValue.LongText, false),
        new("error", MigrationJournalValue.LongText, false),
    ];

    /// <summary>The text of a status in the column <c>status</c>.</summary>
    /// <param name="status">The status.</param>
    public static string Write(MigrationJournalStatus status) => SnakeCase.Write(status);

    /// <summary>
    /// The values of an entry, in the order of <see cref="Columns"/>: <see cref="Guid"/>, <see cref="string"/>,
    /// <see cref="DateTimeOffset"/>, <see cref="long"/> or null.
    /// </summary>
    /// <param name="entry">The entry.</param>
    public static IReadOnlyList<object?> Write(MigrationJournalEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return
        [
            entry.RunId,
            entry.HistoryTable,
            entry.MigrationId,
            Write(entry.Status),
            entry.StartedAt.ToUniversalTime(),
            entry.Duration is { } duration ? (long)duration.TotalMilliseconds : null,
            (long)entry.CommandsDone,
            (long)entry.CommandsTotal,
            entry.EntityFrameworkVersion,
            entry.LibraryVersion,
            entry.Application,
            entry.Host,
            entry.ProcessId is { } processId ? (long)processId : null,
            entry.OperationsHash,
            entry.SqlHash,
            entry.DownSql,
            entry.SchemaFingerprint,
            entry.SchemaSnapshot,
            entry.Backup,
            entry.Error,
        ];
    }

    /// <summary>
    /// Reads the entries of a result set, whichever columns it has: an older version of the library made the table with fewer, a newer one
    /// with more.
    /// </summary>
    /// <param name="reader">The rows of the table, in the order of <c>sequence</c>.</param>
    /// <param name="convert">
    /// Brings a value that is not null into the types of <see cref="Write(MigrationJournalEntry)"/>; a number may be of any integer type.
    /// </param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The entries, without those whose status only a newer version of the library knows.</returns>
    public static async Task<IReadOnlyList<MigrationJournalEntry>> ReadAsync(
        DbDataReader reader, Func<MigrationJournalValue, object, object> convert, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(convert);
        var ordinals = Enumerable.Range(0, reader.FieldCount).ToDictionary(reader.GetName, StringComparer.OrdinalIgnoreCase);
        var values = Columns.ToDictionary(column => column.Name, column => column.Value);
        var entries = new List<MigrationJournalEntry>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Read(Value) is { } entry)
                entries.Add(entry);
        }

        return entries;

        // The row has arrived; nothing here waits for a server.
        object? Value(string column) =>
            ordinals.TryGetValue(column, out var ordinal) && !reader.IsDBNull(ordinal)
                ? convert(values[column], reader.GetValue(ordinal))
                : null;
    }

    private static MigrationJournalEntry? Read(Func<string, object?> value)
    {
        if (SnakeCase.Find<MigrationJournalStatus>(Text("status")) is not { } status)
            return null;
        return new MigrationJournalEntry
        {
            RunId = value("run_id") is Guid runId ? runId : Guid.Empty,
            HistoryTable = Text("history_table") ?? "",
            MigrationId = Text("migration_id"),
            Status = status,
            StartedAt = value("started_at") is DateTimeOffset startedAt ? startedAt : DateTimeOffset.UnixEpoch,
            Duration = Number("duration_ms") is { } duration ? TimeSpan.FromMilliseconds(duration) : null,
            CommandsDone = (int)(Number("commands_done") ?? 0),
            CommandsTotal = (int)(Number("commands_total") ?? 0),
            EntityFrameworkVersion = Text("ef_version"),
            LibraryVersion = Text("library_version"),
            Application = Text("application"),
            Host = Text("host"),
            ProcessId = (int?)Number("process_id"),
            OperationsHash = Text("operations_hash"),
            SqlHash = Text("sql_hash"),
            DownSql = Text("down_sql"),
            SchemaFingerprint = Text("schema_fingerprint"),
            SchemaSnapshot = Text("schema_snapshot"),
            Backup = Text("backup"),
            Error = Text("error"),
        };

        string? Text(string column) => value(column) as string;
        long? Number(string column) => value(column) is { } number ? Convert.ToInt64(number, CultureInfo.InvariantCulture) : null;
    }
}
