using System.Reflection;

using FluentAssertions;
using NUnit.Framework;

using StrategyEngine.Data.Persistence;
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
    public async Task The_census_of_the_keys_is_TSQL()
    {
        var census = typeof(TradingDatabase).Assembly.GetType("StrategyEngine.Data.Encryption.Jobs.ColumnCensus", throwOnError: true)!;
        await (Task)census.GetMethod("CountAsync")!.Invoke(Activator.CreateInstance(census, _context, OfflineModel.Provider.Encryption), [CancellationToken.None])!;

        Check(_server.Statements.Select(sql => ("census", sql)), atLeast: 10);
    }

    [Test]
    public void Statements_name_the_schema() =>
        LibraryStatements.OfModel(_context).Concat(LibraryStatements.OfEncryption(_context)).Should().OnlyContain(statement => statement.Sql.Contains("[trading]."));

    [Test]
    public void No_statement_over_the_model_is_made_anywhere_but_in_a_static_field()
    {
        var made = CallSites.Making(LibraryStatements.StatementType);

        made.Should().HaveCountGreaterThan(4).And.OnlyContain(method => method.EndsWith(" .cctor") || method.StartsWith("StrategyEngine.Data.Persistence.Statements.EntityInsert`1"));
    }

    [Test]
    public void No_other_method_of_the_core_writes_SQL() =>
        CallSites.Commands().Should().BeEquivalentTo(
            "StrategyEngine.Data.Encryption.Jobs.ColumnCensus Command",
            "StrategyEngine.Data.Encryption.Jobs.RowUpdate .ctor",
            "StrategyEngine.Data.Encryption.Jobs.TableWalk Command",
            "StrategyEngine.Data.Persistence.Statements.ModelStatement <ExecuteAsync>d__3",
            "StrategyEngine.Data.Persistence.Statements.OpenContext Command");

    [Test]
    public void No_other_text_of_the_provider_is_a_statement()
    {
        // Whatever is executed here comes from a class whose name ends in Sql, or from EF.
        var constants = typeof(SqlServerTradingProvider).Assembly.GetTypes().Where(type => !type.Name.EndsWith("Sql", StringComparison.Ordinal))
            .SelectMany(type => type.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(field => field.IsLiteral && field.FieldType == typeof(string)).Select(field => (string)field.GetRawConstantValue()!);

        constants.Should().NotContain(text => text.StartsWith("SELECT") || text.StartsWith("INSERT") || text.StartsWith("UPDATE") || text.StartsWith("DELETE"));
    }

    private static void Check(IEnumerable<(string Name, string Sql)> statements, int atLeast)
    {
        var all = statements.ToList();
        all.Should().HaveCountGreaterThanOrEqualTo(atLeast);
        all.SelectMany(statement => TSql.Errors(statement.Sql).Select(error => $"{statement.Name}: {error}\n{statement.Sql}")).Should().BeEmpty();

        // The same texts with one word misspelled do not pass.
        all.Should().OnlyContain(statement => TSql.Errors(Misspelled(statement.Sql)).Count > 0);
    }

    private static string Misspelled(string sql)
    {
        string[] words = ["FROM ", "CREATE ", "SET ", "INTO ", "IF ", "EXEC ", "SELECT "];
        foreach (var word in words)
        {
            if (sql.Contains(word, StringComparison.Ordinal))
                return sql.Replace(word, "FORM ( ", StringComparison.Ordinal);
        }

        return sql;
    }
}
