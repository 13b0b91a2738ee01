using System.Reflection;

using FluentAssertions;

using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.SqlServer.Administration;
using StrategyEngine.Data.SqlServer.Migrations;
using StrategyEngine.Data.SqlServer.Tests.Migrations;
using StrategyEngine.Data.SqlServer.Tests.Offline;

namespace StrategyEngine.Data.SqlServer.Tests.Statements;

/// <summary>The statements that the migration runner and the administrator send, some of which they compose while they run.</summary>
public sealed class RunnerStatementTests
{
    // What every engine could run, and SQL Server's session does not.
    private static readonly string[] Defaults =
    [
        $"{typeof(MigrationSession).FullName} <CountAsync>",
        $"{typeof(MigrationSession).FullName} <ReadColumnsAsync>",
        $"{typeof(MigrationSession).FullName} <ReadSchemaAsync>",
    ];

    private ScriptedServer _server = null!;

    [OneTimeSetUp]
    public async Task RunAsync()
    {
        _server = new ScriptedServer();
        await ScriptedRuns.AllAsync(_server);
    }

    [OneTimeTearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public void Every_statement_that_is_sent_is_TSQL()
    {
        _server.Statements.Distinct().Should().HaveCountGreaterThan(80);
        Faults(_server.Statements).Should().BeEmpty();
    }

    [Test]
    public void Every_constant_statement_around_migrations_and_administration_is_sent()
    {
        string[] classes = [nameof(SqlServerMigrationSql), nameof(SqlServerSchemaSql), nameof(SqlServerAdministrationSql)];
        var constants = LibraryStatements.OfProvider()
            .Where(
                statement => classes.Contains(statement.Name.Split('.')[0])
                    && !statement.Sql.Contains("[sample]")
                    && !statement.Sql.Contains("[trading].[users]"));

        constants.Where(statement => !_server.Statements.Contains(statement.Sql)).Select(statement => statement.Name)
            .Should().BeEmpty();
    }

    [Test]
    public void Every_method_that_hands_a_statement_to_a_session_was_visited()
    {
        CallSites.SessionStatements().Should().HaveCountGreaterThan(10);
        Unvisited(_server.Methods.Keys).Should().BeEmpty();
        Defaults.Should()
            .OnlyContain(form => CallSites.SessionStatements().Any(method => method.StartsWith(form, StringComparison.Ordinal)));
    }

    [Test]
    public void A_method_that_was_not_visited_is_found()
    {
        var method = CallSites.SessionStatements().First(each => each.Contains("KeyTableUse"));

        Unvisited(_server.Methods.Keys.Except([method])).Should().Equal(method);
    }

    [TestCase(nameof(MigrationSession.CountAsync))]
    [TestCase(nameof(MigrationSession.ReadColumnsAsync))]
    [TestCase(nameof(MigrationSession.ReadSchemaAsync))]
    [TestCase(nameof(MigrationSession.FindDamageAsync))]
    [TestCase(nameof(MigrationSession.ReadLockHolderAsync))]
    [TestCase(nameof(MigrationSession.LengthOf))]
    [TestCase("CreateCommand")]
    public void The_session_has_its_own_form_of_what_engines_do_differently(string method) =>
        typeof(SqlServerMigrationSession)
            .GetMethod(method, BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!.DeclaringType!.Assembly.Should()
            .BeSameAs(typeof(SqlServerTradingProvider).Assembly);

    [Test]
    public void A_count_that_exceeds_an_integer_is_asked_for_as_such() =>
    _server.Statements.Should().Contain(sql => sql.Contains("COUNT_BIG(*)")).And.NotContain(sql => sql.Contains(" COUNT(*)"));

    [Test]
    public async Task A_statement_that_only_another_engine_understands_is_found()
    {
        await using var server = new ScriptedServer();
        await using var services = ScriptedRuns.Services<SuppressedContext>(server);
        await ScriptedRuns.MigrateAsync(services.GetRequiredService<MigrationRunner>());
        Faults(server.Statements).Should().BeEmpty();
        SuppressedContext.Statement.Value = "VACUUM (ANALYZE) ledger";

        await ScriptedRuns.MigrateAsync(services.GetRequiredService<MigrationRunner>());

        Faults(server.Statements).Should().ContainSingle().Which.Should().Contain("VACUUM");
    }

    [Test]
    public async Task The_rows_that_a_statement_written_by_hand_takes_are_counted_in_the_schema_it_names()
    {
        await using var server = new ScriptedServer { Columns = ["id"], Rows = 3 };
        await using var services = ScriptedRuns.Services<SuppressedContext>(server);
        SuppressedContext.Statement.Value = "DELETE FROM trading.users";

        var plan = await services.GetRequiredService<MigrationRunner>().PlanAsync();

        plan.Risks.Should().ContainSingle().Which.Should()
            .Match<MigrationRisk>(risk => risk.Key == "raw_sql:users" && risk.Rows == 3 && risk.Level == MigrationRiskLevel.Acknowledge);
        server.Statements.Should().Contain("SELECT COUNT_BIG(*) FROM [trading].[users]");
    }

    private static IEnumerable<string> Unvisited(IEnumerable<string> visited) => CallSites.SessionStatements().Except(visited)
        .Where(method => !Array.Exists(Defaults, form => method.StartsWith(form, StringComparison.Ordinal)));

    private static IEnumerable<string> Faults(IEnumerable<string> statements) =>
        statements.Distinct().SelectMany(sql => TSql.Errors(sql).Select(error => $"{error}\n{sql}"));
}
