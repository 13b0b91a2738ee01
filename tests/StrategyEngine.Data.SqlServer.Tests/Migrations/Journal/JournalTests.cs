using System.Data;
using System.Data.Common;

using FluentAssertions;

using Microsoft.Data.SqlClient;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.SqlServer.Migrations;

namespace StrategyEngine.Data.SqlServer.Tests.Migrations;

/// <summary>The journal's rows: as parameters on the way there, as a reader gives them on the way back.</summary>
public sealed class JournalTests
{
    private static readonly MigrationJournalEntry Full = new()
    {
        RunId = new Guid("019b8b2c-0000-7000-8000-000000000001"),
        HistoryTable = "trading.__trading_migrations",
        MigrationId = "20261126140134_Initial",
        Status = MigrationJournalStatus.Applied,
        StartedAt = new DateTimeOffset(2026, 1, 5, 9, 30, 0, 123, TimeSpan.Zero),
        Duration = TimeSpan.FromMilliseconds(4567),
        CommandsDone = 3,
        CommandsTotal = 4,
        EntityFrameworkVersion = "10.0.14",
        LibraryVersion = "1.0.0",
        Application = "Trader 2.1",
        Host = "node-1",
        ProcessId = 42,
        OperationsHash = new string('a', 64),
        SqlHash = new string('b', 64),
        DownSql = new string('d', 9000),
        SchemaFingerprint = new string('c', 64),
        SchemaSnapshot = "users: column id uniqueidentifier NOT NULL",
        Backup = "tape 7",
        Error = "none",
    };

    [Test]
    public async Task An_entry_comes_back_as_it_was() => (await ReadAsync(Rows(Full))).Should().ContainSingle().Which.Should().Be(Full);

    [Test]
    public async Task A_field_that_the_entry_does_not_have_is_read_back_as_null()
    {
        var announced = new MigrationJournalEntry
        {
            RunId = Full.RunId,
            HistoryTable = Full.HistoryTable,
            Status = MigrationJournalStatus.Announced,
            StartedAt = Full.StartedAt
        };

        (await ReadAsync(Rows(announced))).Should().ContainSingle().Which.Should().Be(announced);
    }

    [Test]
    public async Task A_journal_of_an_older_version_is_read_with_what_it_has()
    {
        var rows = Rows(Full);
        rows.Columns.Remove("operations_hash");
        rows.Columns.Remove("backup");

        (await ReadAsync(rows)).Should().ContainSingle().Which.Should().Be(Full with { OperationsHash = null, Backup = null });
    }

    [Test]
    public async Task Narrower_numbers_of_an_older_journal_are_read()
    {
        var rows = Rows(Full);
        rows.Columns.Remove("process_id");
        rows.Columns.Add("process_id", typeof(int)).DefaultValue = 42;
        rows.Rows[0]["process_id"] = 42;

        (await ReadAsync(rows)).Should().ContainSingle().Which.Should().Be(Full);
    }

    [Test]
    public async Task Columns_and_statuses_of_a_newer_version_are_passed_over()
    {
        var rows = Rows(Full, Full);
        rows.Columns.Add("weather", typeof(string));
        rows.Rows[0]["status"] = "postponed";

        (await ReadAsync(rows)).Should().ContainSingle().Which.Should().Be(Full);
    }

    [Test]
    public void Every_column_has_a_parameter_of_its_type()
    {
        using var command = Bind(Full);

        command.Parameters.Cast<SqlParameter>()
            .Select(parameter => parameter.ParameterName)
            .Should().Equal(MigrationJournalForm.Columns.Select(column => "@" + column.Name));
        (command.Parameters["@run_id"].SqlDbType, command.Parameters["@started_at"].SqlDbType, command.Parameters["@process_id"].SqlDbType)
            .Should().Be((SqlDbType.UniqueIdentifier, SqlDbType.DateTime2, SqlDbType.BigInt));
        (command.Parameters["@host"].Size, command.Parameters["@down_sql"].Size).Should().Be((300, -1), "a long text is not cut");
    }

    private static DataTable Rows(params MigrationJournalEntry[] entries)
    {
        var table = new DataTable();
        foreach (var column in MigrationJournalForm.Columns)
        {
            table.Columns.Add(column.Name, column.Value switch
            {
                MigrationJournalValue.Id => typeof(Guid),
                MigrationJournalValue.Instant => typeof(DateTime),
                MigrationJournalValue.Number => typeof(long),
                _ => typeof(string),
            });
        }

        foreach (var entry in entries)
        {
            using var command = Bind(entry);
            table.Rows.Add([.. command.Parameters.Cast<SqlParameter>().Select(parameter => parameter.Value)]);
        }

        return table;
    }

    private static SqlCommand Bind(MigrationJournalEntry entry)
    {
        var command = new SqlCommand();
        SqlServerMigrationJournal.BindEntry(command, entry);
        return command;
    }

    private static async Task<IReadOnlyList<MigrationJournalEntry>> ReadAsync(DataTable rows)
    {
        await using DbDataReader reader = rows.CreateDataReader();
        return await SqlServerMigrationJournal.ReadAsync(reader, CancellationToken.None);
    }
}
