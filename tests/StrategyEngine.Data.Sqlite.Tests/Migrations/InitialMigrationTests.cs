using FluentAssertions;

using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>The tables as the runner creates them.</summary>
public sealed class InitialMigrationTests : MigrationFixture
{
    [SetUp]
    public Task MigrateAsync() => RunnerOfTrading().MigrateAsync();

    [TestCase("market_data")]
    [TestCase("indicator_values")]
    public void Tables_of_series_are_clustered_on_their_key(string table) => Definition("table", table).Should().EndWith("WITHOUT ROWID");

    [TestCase("users", "id", "BLOB")]
    [TestCase("users", "created_at", "INTEGER")]
    [TestCase("users", "email", "BLOB")]
    [TestCase("trades", "quantity", "TEXT")]
    [TestCase("trades", "opened_at", "INTEGER")]
    [TestCase("market_data", "asset_id", "BLOB")]
    [TestCase("market_data", "open_time", "INTEGER")]
    [TestCase("market_data", "volume", "TEXT")]
    public void Columns_have_the_storage_form_of_SQLite(string table, string column, string type) =>
        Scalar<string>($"SELECT type FROM pragma_table_info('{table}') WHERE name = '{column}'").Should().Be(type);

    [TestCase("user_sessions", "users", "CASCADE")]
    [TestCase("trades", "users", "CASCADE")]
    [TestCase("market_data", "assets", "CASCADE")]
    [TestCase("trade_executions", "trades", "CASCADE")]
    [TestCase("trades", "assets", "NO ACTION")]
    [TestCase("trades", "strategies", "NO ACTION")]
    public void References_cascade_where_the_model_says(string table, string parent, string onDelete) =>
        Scalar<string>($"SELECT on_delete FROM pragma_foreign_key_list('{table}') WHERE \"table\" = '{parent}'").Should().Be(onDelete);

    [TestCase("idx_metrics_search", "run_id IS NULL AND strategy_id IS NOT NULL")]
    [TestCase("uq_metrics_user", "run_id IS NULL AND strategy_id IS NULL")]
    [TestCase("uq_orders_account_id_client_order_id", "client_order_id IS NOT NULL")]
    [TestCase("ux_encryption_data_keys_active", "state = 'active'")]
    public void Unique_keys_over_optional_columns_are_partial(string index, string filter) =>
        Definition("index", index).Should().StartWith("CREATE UNIQUE INDEX").And.EndWith($"WHERE {filter}");

    [Test]
    public void Amounts_and_enumerations_are_checked() => Definition("table", "trades").Should()
        .Contain("CHECK (CAST(quantity AS REAL) > 0)").And.Contain("CHECK (side IN ('buy', 'sell'))");

    [Test]
    public void The_history_table_has_the_form_of_EF() => Definition("table", "__trading_migrations").ReplaceLineEndings("\n").Should().Be(
        """
        CREATE TABLE "__trading_migrations" (
            "MigrationId" TEXT NOT NULL CONSTRAINT "PK___trading_migrations" PRIMARY KEY,
            "ProductVersion" TEXT NOT NULL
        )
        """.ReplaceLineEndings("\n"));

    [Test]
    public async Task The_database_is_in_WAL_mode()
    {
        var info = await ServicesOfTrading().GetRequiredService<DatabaseAdministrator>().GetDatabaseInfoAsync();

        info.Settings["journal_mode"].Should().Be("wal");
        info.Settings["synchronous"].Should().Be("2", "that is FULL");
        info.Settings["foreign_keys"].Should().Be("1");
        info.Location.Should().Be(Database.Path);
        info.SizeBytes.Should().BeGreaterThanOrEqualTo(new FileInfo(Database.Path).Length);
        info.EngineVersion.Should().Be(Scalar<string>("SELECT sqlite_version()"));
    }

    [Test]
    public async Task A_journal_of_an_older_version_gets_the_columns_it_lacks()
    {
        Execute("DELETE FROM __trading_migrations; DROP TABLE __trading_migration_journal");
        Execute(
            """
            CREATE TABLE __trading_migration_journal (
                sequence INTEGER PRIMARY KEY, run_id BLOB NOT NULL, history_table TEXT NOT NULL, migration_id TEXT, status TEXT NOT NULL, started_at INTEGER NOT NULL);
            INSERT INTO __trading_migration_journal (run_id, history_table, migration_id, status, started_at)
            VALUES (x'00112233445566778899aabbccddeeff', '__trading_migrations', '20200101000000_Older', 'applied', 1577836800000);
            """);
        var runner = RunnerOfTrading();

        (await runner.GetHistoryAsync())
            .Should().ContainSingle().Which.StartedAt.Should()
            .Be(new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await runner.Awaiting(attempt => attempt.MigrateAsync()).Should()
            .ThrowAsync<MigrationFailedException>("the tables are there already");

        var history = await runner.GetHistoryAsync();
        history.Should().HaveCount(2);
        history[0].MigrationId.Should().Be("20200101000000_Older");
        history[1].Outcome.Should().Be(MigrationOutcome.Failed);
        history[1].Error.Should().Contain("already exists");
        history[1].Host.Should().Be(Environment.MachineName);
    }

    private string Definition(string type, string name) =>
        Scalar<string>($"SELECT sql FROM sqlite_master WHERE type = '{type}' AND name = '{name}'");
}
