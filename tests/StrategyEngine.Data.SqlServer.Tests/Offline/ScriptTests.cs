using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

public sealed class ScriptTests
{
    [Test]
    public void The_migrations_are_those_of_the_model()
    {
        using var context = OfflineModel.CreateContext();
        context.Database.GetMigrations().Should().NotBeEmpty();
        context.Database.HasPendingModelChanges().Should().BeFalse("build/add-migration.sh scaffolds what changed");
    }

    [Test]
    public void Every_script_is_TSQL()
    {
        var scripts = OfflineModel.Scripts().ToList();

        scripts.Should().HaveCountGreaterThanOrEqualTo(6);
        scripts.SelectMany(script => TSql.Errors(script.Script).Select(error => $"{script.Name}: {error}")).Should().BeEmpty();
    }

    [Test]
    public void The_history_table_brings_its_schema_along() =>
        OfflineModel.Scripts().Single(script => script.Name == "history").Script.Should()
            .Contain("CREATE SCHEMA [trading]").And.Contain("[trading].[__trading_migrations]");

    [Test]
    public void A_fault_in_any_script_is_found()
    {
        foreach (var (name, script) in OfflineModel.Scripts())
        {
            var table = script.IndexOf("TABLE", StringComparison.Ordinal);
            table.Should().BePositive(name);
            TSql.Errors(script.Remove(table, "TABLE".Length).Insert(table, "TABEL")).Should().NotBeEmpty(name);
        }
    }

    [TestCase("SELECT 1 LIMIT 1")]
    [TestCase("SELECT * FROM users WHERE is_active = TRUE AND")]
    [TestCase("INSERT INTO assets (id) VALUES (?1)")]
    [TestCase("INSERT INTO assets (id) VALUES (@id) ON CONFLICT DO NOTHING")]
    [TestCase("SELECT open FROM market_data")]
    public void What_another_engine_understands_is_no_TSQL(string sql) => TSql.Errors(sql).Should().NotBeEmpty();
}
