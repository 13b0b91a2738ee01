using FluentAssertions;

using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.SqlServer.Migrations;
using StrategyEngine.Data.SqlServer.Tests.Offline;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>The statements that are text in the source code.</summary>
public sealed class TextStatementTests
{
    private OfflineServer _server = null!;
    private TradingDbContext _context = null!;

    [OneTimeSetUp]
    public async Task StartAsync()
    {
        _server = await OfflineServer.StartAsync();
        _context = _server.CreateContext();
    }

    [OneTimeTearDown]
    public async Task StopAsync()
    {
        await _context.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public void Every_statement_of_the_provider_is_TSQL() => Check(LibraryStatements.OfProvider(), atLeast: 20);

    [Test]
    public void Every_statement_over_the_model_is_TSQL() => Check(LibraryStatements.OfModel(_context), atLeast: 8);

    [Test]
    public void Every_statement_of_the_reencryption_is_TSQL() => Check(LibraryStatements.OfEncryption(_context), atLeast: 20);

    [Test]
    public void Every_prepared_update_of_a_row_is_TSQL() => Check(LibraryStatements.OfRowUpdates(_context), atLeast: 15);

    [Test]
    public void Every_statement_that_writes_in_bulk_row_by_row_is_TSQL() => Check(LibraryStatements.OfPlainBulk(_context), atLeast: 40);

    [Test]
    public async Task The_census_of_the_keys_is_TSQL()
    {
        var census = typeof(TradingDatabase).Assembly.GetType("StrategyEngine.Data.Encryption.Jobs.ColumnCensus", throwOnError: true)!;
        await (Task)census.GetMethod(
            "CountAsync")!.Invoke(Activator.CreateInstance(census, _context, OfflineModel.Provider.Encryption), [CancellationToken.None])!;

        Check(_server.Statements.Select(sql => ("census", sql)), atLeast: 10);
    }

    [Test]
    public void Statements_name_the_schema() =>
        LibraryStatements.OfModel(_context)
            .Concat(LibraryStatements.OfEncryption(_context))
            .Should().OnlyContain(statement => statement.Sql.Contains("[trading]."));

    [Test]
    public void No_statement_over_the_model_is_made_anywhere_but_in_a_static_field()
    {
        var made = CallSites.Making(LibraryStatements.StatementType);

        made.Should()
            .HaveCountGreaterThan(
                4).And.OnlyContain(
                    method => method.EndsWith(" .cctor") || method.StartsWith("StrategyEngine.Data.Persistence.Statements.EntityInsert`1"));
    }

    [Test]
    public void No_other_method_of_the_core_writes_SQL() =>
        CallSites.Commands().Should().BeEquivalentTo(
            "StrategyEngine.Data.Encryption.Jobs.ColumnCensus Command",
            "StrategyEngine.Data.Encryption.Jobs.RowUpdate .ctor",
            "StrategyEngine.Data.Encryption.Jobs.TableWalk Command",
            "StrategyEngine.Data.Persistence.Bulk.PlainBulkTable Command",
            "StrategyEngine.Data.Persistence.MigrationSession CreateCommand",
            "StrategyEngine.Data.Persistence.Statements.ModelStatement <ExecuteAsync>d__3",
            "StrategyEngine.Data.Persistence.Statements.OpenContext Command");

    [Test]
    public void No_other_text_of_the_provider_is_a_statement()
    {
        CallSites.Texts(typeof(SqlServerTradingProvider).Assembly).Should().HaveCountGreaterThan(100);
        Unvisited(LibraryStatements.OfProvider().Select(statement => statement.Sql)).Should()
            .BeEmpty("whatever is run here comes from a class whose name ends in Sql, or from EF");
    }

    [Test]
    public void A_statement_that_was_not_visited_is_found()
    {
        var visited = LibraryStatements.OfProvider()
            .Where(statement => statement.Name != $"{nameof(SqlServerMigrationSql)}.{nameof(SqlServerMigrationSql.ReadLockHolder)}")
            .Select(statement => statement.Sql);

        Unvisited(visited).Should().ContainSingle().Which.Should().Contain("sys.dm_tran_locks");
    }

    // The texts in the compiled code that begin as statements do. EF's scaffolding is not written by hand, and its scripts are parsed as a
    // whole.
    private static IEnumerable<string> Unvisited(IEnumerable<string> visited)
    {
        string[] verbs =
        [
            "SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "EXEC", "DECLARE", "SET", "IF", "ALTER", "CREATE", "DROP", "TRUNCATE", "DBCC",
            "BEGIN", "WITH",
        ];
        return CallSites.Texts(typeof(SqlServerTradingProvider).Assembly)
            .Where(text => !IsVisitedOrScaffolded(text.Method.DeclaringType!))
            .Select(text => text.Text.TrimStart())
            .Where(text => Array.Exists(verbs, verb => text.StartsWith(verb + " ", StringComparison.OrdinalIgnoreCase)))
            .Except(visited);
    }

    private static bool IsVisitedOrScaffolded(Type type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type.Name.EndsWith("Sql", StringComparison.Ordinal)
            || type.IsSubclassOf(typeof(Migration))
            || type.IsSubclassOf(typeof(ModelSnapshot));
    }

    private static void Check(IEnumerable<(string Name, string Sql)> statements, int atLeast)
    {
        var all = statements.ToList();
        all.Should().HaveCountGreaterThanOrEqualTo(atLeast);
        all.SelectMany(statement => TSql.Errors(statement.Sql).Select(error => $"{statement.Name}: {error}\n{statement.Sql}")).Should()
            .BeEmpty();

        // The same texts with one word misspelled do not pass.
        all.Should().OnlyContain(statement => TSql.Errors(Misspelled(statement.Sql)).Count > 0);
    }

    private static string Misspelled(string sql)
    {
        string[] words = ["FROM ", "CREATE ", "SET ", "INTO ", "IF ", "EXEC ", "SELECT ", "ALTER ", "STATISTICS ", "DBCC "];
        foreach (var word in words)
        {
            if (sql.Contains(word, StringComparison.Ordinal))
                return sql.Replace(word, "FORM ( ", StringComparison.Ordinal);
        }

        return sql;
    }
}
