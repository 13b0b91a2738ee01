using System.Data;
using System.Data.Common;

using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Migrations;

/// <summary>
/// The rows of the journal table. It is outside the model: a later version of the library adds columns to it, and tolerates more than it
/// knows.
/// </summary>
internal static class SqlServerMigrationJournal
{
    public const string Table = "[trading].[" + MigrationJournalForm.Table + "]";

    private const int TextLength = 300, Unlimited = -1;

    private static readonly Dictionary<string, MigrationJournalValue> Values = MigrationJournalForm.Columns.ToDictionary(
        column => column.Name, column => column.Value);

    /// <summary>Gives an INSERT of an entry its values.</summary>
    public static void BindEntry(DbCommand command, MigrationJournalEntry entry)
    {
        foreach (var (column, value) in MigrationJournalForm.Columns.Zip(MigrationJournalForm.Write(entry)))
            Add(command, column.Name, value);
    }

    /// <summary>Gives a DELETE its conditions.</summary>
    public static void BindClear(DbCommand command, string historyTable, MigrationJournalStatus status, Guid? runId)
    {
        Add(command, "history_table", historyTable);
        Add(command, "status", MigrationJournalForm.Write(status));
        Add(command, "run_id", runId);
    }

    /// <summary>Gives a SELECT its condition.</summary>
    public static void BindRead(DbCommand command, string historyTable) => Add(command, "history_table", historyTable);

    /// <summary>Reads the entries, whichever columns the table has.</summary>
    public static Task<IReadOnlyList<MigrationJournalEntry>> ReadAsync(DbDataReader reader, CancellationToken cancellationToken) =>
        MigrationJournalForm.ReadAsync(
            reader,
            static (_, value) => value is DateTime instant ? new DateTimeOffset(DateTime.SpecifyKind(instant, DateTimeKind.Utc)) : value,
            cancellationToken);

    // A text that is too long for its column is cut: it must not make a migration fail.
    private static void Add(DbCommand command, string column, object? value)
    {
        var parameter = Values[column] switch
        {
            MigrationJournalValue.Id => new SqlParameter("@" + column, SqlDbType.UniqueIdentifier),
            MigrationJournalValue.Text => new SqlParameter("@" + column, SqlDbType.NVarChar, TextLength),
            MigrationJournalValue.LongText => new SqlParameter("@" + column, SqlDbType.NVarChar, Unlimited),
            MigrationJournalValue.Instant => new SqlParameter("@" + column, SqlDbType.DateTime2),
            _ => new SqlParameter("@" + column, SqlDbType.BigInt),
        };
        parameter.Value = value is DateTimeOffset instant ? instant.UtcDateTime : value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}
