using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Administration;

/// <summary>How <see cref="DatabaseAdministrator.CheckHealthAsync"/> judges, on every engine.</summary>
public abstract class DatabaseHealthSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const string Newer = "99991231235959_FromTheFuture";

    /// <summary>The checks that the server of the tests does not pass.</summary>
    protected virtual IReadOnlyCollection<string> Excused => [];

    protected DatabaseAdministrator Administrator => Get<DatabaseAdministrator>();

    [Test]
    public async Task A_database_that_was_just_made_is_healthy()
    {
        var health = await Administrator.CheckHealthAsync();

        health.Checks.Where(check => !Excused.Contains(check.Name)).Should().OnlyContain(check => check.State == HealthState.Healthy);
        health.State.Should().Be(health.Checks.Max(check => check.State));
        health.IsHealthy.Should().Be(health.State == HealthState.Healthy);
        health.Checks.Select(check => check.Name).Should().StartWith(["connection", "schema", "keys"]).And.OnlyHaveUniqueItems();
        health.Checks.Should().OnlyContain(check => check.Description.Length > 0);
    }

    [Test]
    public async Task A_database_that_is_not_there_is_unhealthy_and_is_not_made()
    {
        await using var elsewhere = new TDatabase();
        await using var services = elsewhere.BuildServices(Time);
        var administrator = services.GetRequiredService<DatabaseAdministrator>();

        for (var look = 0; look < 2; look++)
        {
            var health = await administrator.CheckHealthAsync();
            health.State.Should().Be(HealthState.Unhealthy);
            health.Checks.Should().ContainSingle().Which.Description.Should().Contain("There is no database").And.Contain("MigrateAsync");
        }
    }

    [Test]
    public async Task A_pending_migration_is_unhealthy_and_named()
    {
        await using (var context = CreateContext())
        {
            var applied = (await context.Database.GetAppliedMigrationsAsync()).Last();
            await context.Database.ExecuteSqlRawAsync(context.GetService<IHistoryRepository>().GetDeleteScript(applied));

            var health = await Administrator.CheckHealthAsync();

            health.State.Should().Be(HealthState.Unhealthy);
            health.Checks.Single(check => check.Name == "schema").Description.Should().Contain(applied).And.Contain("MigrateAsync");
        }
    }

    [Test]
    public async Task A_schema_of_a_newer_version_is_degraded_because_nodes_are_replaced_one_by_one()
    {
        await using (var context = CreateContext())
        {
            await context.Database.ExecuteSqlRawAsync(
                context.GetService<IHistoryRepository>().GetInsertScript(new HistoryRow(Newer, "99.0.0")));
        }

        var health = await Administrator.CheckHealthAsync();

        health.State.Should().Be(HealthState.Degraded);
        health.Checks.Where(check => !Excused.Contains(check.Name)).Single(check => check.State == HealthState.Degraded)
            .Should().Match<HealthCheck>(check => check.Name == "schema" && check.Description.Contains(Newer));
    }

    [Test]
    public async Task A_key_ring_that_lacks_a_key_is_unhealthy_and_the_key_is_named()
    {
        var key = (await Get<EncryptionKeyManager>().GetRingKeysAsync()).Should().ContainSingle().Which;
        key.Availability.Should().Be(RingKeyAvailability.Available);
        await Services.DisposeAsync();
        foreach (var file in Directory.GetFiles(Path.Combine(TestDatabase.Folder, "keys")))
            File.Delete(file);
        await using var services = BuildServices();

        var health = await services.GetRequiredService<DatabaseAdministrator>().CheckHealthAsync();

        health.State.Should().Be(HealthState.Unhealthy);
        health.Checks.Single(check => check.Name == "keys").Description.Should()
            .Contain(key.KeyId.ToString("D")).And.Contain("ProtectKeys");
    }

    [Test]
    public async Task A_caller_that_cancels_is_told_so()
    {
        await Administrator.Awaiting(
            administrator => administrator.CheckHealthAsync(cancellationToken: new CancellationToken(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task The_database_is_described()
    {
        var info = await Administrator.GetDatabaseInfoAsync();

        info.Exists.Should().BeTrue();
        info.SizeBytes.Should().BePositive();
        info.Tables.Should().Contain(table => table.Name == "trades");
    }
}
