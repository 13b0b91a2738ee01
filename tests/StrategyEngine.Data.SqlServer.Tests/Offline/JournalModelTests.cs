using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.SqlServer.Migrations;
using StrategyEngine.Data.SqlServer.Tests.Statements;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

/// <summary>The journal, which is in no model: its table, and the statements over it.</summary>
public sealed class JournalModelTests
{
    [TestCase(nameof(SqlServerMigrationSql.InsertJournal))]
    [TestCase(nameof(SqlServerMigrationSql.ClearJournal))]
    [TestCase(nameof(SqlServerMigrationSql.ReadJournal))]
    public void A_statement_names_the_journal_and_its_columns(string name) => Errors(Statement(name)).Should().BeEmpty();

    [TestCase(nameof(SqlServerMigrationSql.InsertJournal), "[backup]", "[back_up]")]
    [TestCase(nameof(SqlServerMigrationSql.ClearJournal), "history_table =", "history =")]
    [TestCase(nameof(SqlServerMigrationSql.ReadJournal), "__trading_migration_journal", "__journal")]
    public void A_name_that_is_none_is_found(string name, string right, string wrong)
    {
        Statement(name).Should().Contain(right);

        Errors(Statement(name).Replace(right, wrong, StringComparison.Ordinal)).Should().NotBeEmpty();
    }

    [Test]
    public void Whatever_an_older_journal_lacks_is_added() =>
    MigrationJournalForm.Columns.Where(column => !column.IsRequired).Should().HaveCountGreaterThan(10)
        .And.OnlyContain(
            column => Statement(nameof(SqlServerMigrationSql.EnsureJournalColumns)).Contains($"ADD [{column.Name}] ")
                && Statement(nameof(SqlServerMigrationSql.EnsureJournalColumns)).Contains($"N'{column.Name}') IS NULL"));

    private static string Statement(string name) =>
        LibraryStatements.OfProvider().Single(statement => statement.Name == $"{nameof(SqlServerMigrationSql)}.{name}").Sql;

    private static IReadOnlyList<string> Errors(string sql)
    {
        var ensure = Statement(nameof(SqlServerMigrationSql.EnsureJournal));
        var parameters = MigrationJournalForm.Columns.Select(column => $"@{column.Name} {(column.Value switch
        {
            MigrationJournalValue.Id => "uniqueidentifier",
            MigrationJournalValue.Instant => "datetime2(3)",
            MigrationJournalValue.Number => "bigint",
            _ => "nvarchar(max)",
        })}");
        return SchemaModel.Findings(
        [
            "CREATE SCHEMA trading",
            ensure[ensure.IndexOf("CREATE TABLE", StringComparison.Ordinal)..],
            $"CREATE PROCEDURE trading.asks {string.Join(", ", parameters)} AS {sql}",
        ]);
    }
}
