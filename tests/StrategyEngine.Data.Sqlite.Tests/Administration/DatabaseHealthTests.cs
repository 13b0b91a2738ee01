using FluentAssertions;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications.Administration;

namespace StrategyEngine.Data.Sqlite.Tests.Administration;

public sealed class DatabaseHealthTests : DatabaseHealthSpecification<SqliteTestDatabase>
{
    [Test]
    public async Task A_connection_that_may_only_read_is_unhealthy()
    {
        await using var services = SqliteFile.BuildServices(TestDatabase, "Mode=ReadOnly");

        var health = await services.GetRequiredService<DatabaseAdministrator>().CheckHealthAsync();

        health.Checks.Single(check => check.State == HealthState.Unhealthy).Name.Should().Be("writable");
    }

    [Test]
    public async Task A_database_that_is_not_in_WAL_mode_is_degraded()
    {
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        SqliteFile.Scalar(TestDatabase.Path, "PRAGMA journal_mode = DELETE");
        await using var services = SqliteFile.BuildServices(TestDatabase, "Mode=ReadOnly");

        var health = await services.GetRequiredService<DatabaseAdministrator>().CheckHealthAsync();

        health.Checks.Single(check => check.Name == "journal").Should()
            .Match<HealthCheck>(check => check.State == HealthState.Degraded && check.Description.Contains("delete"));
    }

    [Test]
    public async Task A_writer_in_another_connection_does_not_make_the_database_unhealthy()
    {
        await using var writer = new SqliteConnection(TestDatabase.ConnectionString);
        await writer.OpenAsync();
        await using (await writer.BeginTransactionAsync())
            (await Administrator.CheckHealthAsync()).IsHealthy.Should().BeTrue();
    }

    [Test]
    public async Task A_file_that_another_connection_locks_exclusively_is_unhealthy_and_the_check_ends_soon()
    {
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        await using var holder = new SqliteConnection($"{TestDatabase.ConnectionString};Pooling=False");
        await holder.OpenAsync();
        await using var command = holder.CreateCommand();
        command.CommandText =
            "PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE users SET version = version";
        await command.ExecuteNonQueryAsync();
        await using var services = BuildServices(services: collection => collection.AddSingleton(TimeProvider.System));

        var health = await services.GetRequiredService<DatabaseAdministrator>().CheckHealthAsync();

        health.State.Should().Be(HealthState.Unhealthy);
        health.Duration.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }
}
