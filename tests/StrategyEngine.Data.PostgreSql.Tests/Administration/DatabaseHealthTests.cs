using FluentAssertions;

using Npgsql;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications.Administration;

namespace StrategyEngine.Data.PostgreSql.Tests.Administration;

public sealed class DatabaseHealthTests : DatabaseHealthSpecification<PostgreSqlTestDatabase>
{
    // A private server of the tests gives up safety for speed.
    protected override IReadOnlyCollection<string> Excused => ["durability"];

    [Test]
    public async Task A_server_that_may_lose_the_database_is_degraded()
    {
        var isSafe = await TestDatabase.ScalarAsync<bool>(
            "SELECT current_setting('fsync')::boolean AND current_setting('full_page_writes')::boolean");

        (await CheckAsync("durability")).State.Should().Be(isSafe ? HealthState.Healthy : HealthState.Degraded);
    }

    [Test]
    public async Task A_database_that_may_only_be_read_is_unhealthy()
    {
        await TestDatabase.ExecuteAsync($"""ALTER DATABASE "{TestDatabase.Name}" SET default_transaction_read_only = on""");
        await using (var connection = new NpgsqlConnection(TestDatabase.ConnectionString))
            NpgsqlConnection.ClearPool(connection);

        (await CheckAsync("writable")).Should()
            .Match<HealthCheck>(
                check => check.State == HealthState.Unhealthy && check.Description.Contains("default_transaction_read_only"));
    }

    [Test]
    public async Task Damage_that_the_catalog_knows_is_found_if_asked_for()
    {
        (await CheckAsync("integrity")).State.Should().Be(HealthState.Healthy);
        await TestDatabase.ExecuteAsync(
            """
            ALTER TABLE trading.trades ADD CONSTRAINT unchecked CHECK (quantity > -1) NOT VALID;
            ALTER TABLE trading.signals DISABLE TRIGGER ALL;
            CREATE TABLE trading.twice AS SELECT n FROM generate_series(1, 2) AS n, generate_series(1, 2);
            """);
        await FluentActions.Awaiting(() => TestDatabase.ExecuteAsync("CREATE UNIQUE INDEX CONCURRENTLY ix_twice ON trading.twice (n)"))
            .Should().ThrowAsync<PostgresException>();

        var check = await CheckAsync("integrity");

        check.State.Should().Be(HealthState.Unhealthy);
        check.Description.Should()
            .Contain("trading.ix_twice is invalid").And.Contain("unchecked").And.Contain("trading.signals are not enforced");
    }

    [Test]
    public async Task Optimizing_renews_the_statistics_of_every_table()
    {
        var result = await Administrator.OptimizeAsync(new OptimizeOptions { ReclaimSpace = true });

        result.Steps.Should().Contain("VACUUM (ANALYZE) trading.trades").And.HaveCountGreaterThan(10);
        (await TestDatabase.ScalarAsync<long>(
            "SELECT COUNT(*) FROM pg_stat_user_tables WHERE schemaname = 'trading' AND (last_vacuum IS NULL OR last_analyze IS NULL)"))
            .Should().Be(0);
        (await Administrator.OptimizeAsync(new OptimizeOptions { ReclaimSpace = false })).Steps.Should().Contain("ANALYZE trading.trades");
    }

    [Test]
    public async Task Backups_are_left_to_the_server_s_tools()
    {
        var refused = (await Administrator.Awaiting(each => each.BackupAsync(Path.Combine(TestDatabase.Folder, "backup"))).Should()
            .ThrowAsync<AdministrationException>()).Which;

        refused.Fault.Should().Be(AdministrationFault.Unsupported);
        refused.Message.Should().Contain("pg_dump");
    }

    private async Task<HealthCheck> CheckAsync(string name) =>
        (await Administrator.CheckHealthAsync(new HealthOptions { CheckIntegrity = true })).Checks.Single(check => check.Name == name);
}
