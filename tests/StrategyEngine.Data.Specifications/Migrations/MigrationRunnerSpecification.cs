using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Specifications.Migrations;

/// <summary>What <see cref="MigrationRunner"/> owes on every engine, with the library's own context.</summary>
public abstract class MigrationRunnerSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const string Newer = "99991231235959_FromTheFuture";

    private MigrationRunner Runner => Get<MigrationRunner>();

    private DatabaseAdministrator Administrator => Get<DatabaseAdministrator>();

    protected override Task MigrateAsync() => Task.CompletedTask;

    [Test]
    public async Task An_empty_database_is_brought_up_to_date()
    {
        var before = await Runner.GetStatusAsync();
        before.IsCurrent.Should().BeFalse();
        before.Current.Should().BeNull();
        before.Pending.Should().NotBeEmpty();

        var result = await Runner.MigrateAsync();

        result.Applied.Select(migration => migration.Id).Should().Equal(before.Pending);
        var after = await Runner.GetStatusAsync();
        after.IsCurrent.Should().BeTrue();
        after.Applied.Should().Equal(before.Pending);
        after.Current.Should().Be(before.Pending[^1]).And.Be(result.Current);
        after.Pending.Should().BeEmpty();
        after.Announced.Should().BeNull();
        await SaveUserAsync();
    }

    [Test]
    public async Task Migrating_again_applies_nothing()
    {
        var first = await Runner.MigrateAsync();
        var second = await Runner.MigrateAsync();

        second.Applied.Should().BeEmpty();
        second.Current.Should().Be(first.Current);
        (await Runner.GetHistoryAsync()).Should().HaveSameCount(first.Applied);
    }

    [Test]
    public async Task Looking_at_a_database_that_is_not_there_does_not_make_it()
    {
        (await Runner.GetHistoryAsync()).Should().BeEmpty();
        (await Administrator.GetDatabaseInfoAsync()).Exists.Should().BeFalse();
        (await Runner.GetStatusAsync()).DatabaseExists.Should().BeFalse();

        (await Runner.GetStatusAsync()).DatabaseExists.Should().BeFalse();
        await Runner.MigrateAsync();
        (await Runner.GetStatusAsync()).DatabaseExists.Should().BeTrue();
    }

    [Test]
    public async Task Each_step_is_reported()
    {
        var log = new ProgressLog<MigrationProgress>();

        var result = await Runner.MigrateAsync(progress: log);

        log.Reports.Select(report => report.Fraction).Should().BeInAscendingOrder();
        log.Reports.Should().HaveCountGreaterThan(20, "every command is reported");
        log.Reports.Where(report => report.Stage == MigrationStage.Applied).Select(report => report.MigrationId)
            .Should().Equal(result.Applied.Select(migration => migration.Id));
        var last = log.Reports[^1];
        last.Stage.Should().Be(MigrationStage.Completed);
        last.Fraction.Should().Be(1);
        last.MigrationsDone.Should().Be(last.MigrationsTotal).And.Be(result.Applied.Count);
    }

    [Test]
    public async Task The_history_has_real_times_and_durations()
    {
        var clock = TimeProvider.System;
        await using var services = BuildServices(services: collection => collection.AddSingleton(clock));
        var runner = services.GetRequiredService<MigrationRunner>();
        var before = clock.GetUtcNow();

        var result = await runner.MigrateAsync();

        var after = clock.GetUtcNow();
        var history = await runner.GetHistoryAsync();
        history.Select(entry => entry.MigrationId).Should().Equal(result.Applied.Select(migration => migration.Id));
        foreach (var entry in history)
        {
            entry.Outcome.Should().Be(MigrationOutcome.Applied);
            entry.StartedAt.Should().BeOnOrAfter(before.AddMilliseconds(-1)).And.BeOnOrBefore(after);
            entry.Duration.Should().BePositive().And.BeLessThanOrEqualTo(after - before);
            entry.Host.Should().Be(Environment.MachineName);
            entry.ProcessId.Should().Be(Environment.ProcessId);
            entry.EntityFrameworkVersion.Should().Be(ProductInfo.GetVersion());
            entry.LibraryVersion.Should().NotBeNullOrEmpty();
            entry.SqlHash.Should().MatchRegex("^[0-9a-f]{64}$");
        }
    }

    [Test]
    public async Task EF_agrees_on_what_is_applied()
    {
        await Runner.MigrateAsync();

        await using var context = CreateContext();
        (await context.Database.GetAppliedMigrationsAsync()).Should().Equal((await Runner.GetStatusAsync()).Applied);
        (await context.Database.GetPendingMigrationsAsync()).Should().BeEmpty();
        await context.Database.MigrateAsync();
        (await Runner.GetStatusAsync()).IsCurrent.Should().BeTrue();
    }

    [Test]
    public async Task A_database_that_EF_has_migrated_is_taken_over()
    {
        await using (var context = CreateContext())
            await context.Database.MigrateAsync();

        (await Runner.MigrateAsync()).Applied.Should().BeEmpty();

        var status = await Runner.GetStatusAsync();
        status.IsCurrent.Should().BeTrue();
        var history = await Runner.GetHistoryAsync();
        history.Select(entry => entry.MigrationId).Should().Equal(status.Applied);
        history.Should()
            .OnlyContain(entry => entry.Outcome == MigrationOutcome.AppliedExternally && entry.StartedAt == null && entry.Duration == null);
    }

    [Test]
    public async Task A_database_newer_than_the_application_is_refused_by_name()
    {
        await Runner.MigrateAsync();
        await using (var context = CreateContext())
        {
            var script = context.GetService<IHistoryRepository>().GetInsertScript(new HistoryRow(Newer, "99.0.0"));
            await context.Database.ExecuteSqlRawAsync(script);
        }

        var refused = (await Runner.Awaiting(runner => runner.MigrateAsync()).Should().ThrowAsync<DatabaseAheadException>()).Which;

        refused.UnknownMigrations.Should().Equal(Newer);
        refused.Code.Should().Be("migrations.ahead");
        refused.Message.Should().Contain(Newer);
        var status = await Runner.GetStatusAsync();
        status.Unknown.Should().Equal(Newer);
        status.IsCurrent.Should().BeFalse();
    }

    [Test]
    public async Task A_target_the_application_does_not_have_is_refused()
    {
        await Runner.Awaiting(runner => runner.MigrateAsync(new MigrateOptions { Target = "Nowhere" }))
            .Should().ThrowAsync<MigrationTargetException>().WithMessage("*Nowhere*");

        (await Runner.GetStatusAsync()).DatabaseExists.Should().BeFalse();
    }

    [Test]
    public async Task A_run_that_is_cancelled_beforehand_makes_nothing()
    {
        await Runner.Awaiting(runner => runner.MigrateAsync(cancellationToken: new CancellationToken(canceled: true)))
            .Should().ThrowAsync<OperationCanceledException>();

        (await Runner.GetStatusAsync()).DatabaseExists.Should().BeFalse();
    }

    [Test]
    public async Task The_database_is_described()
    {
        await Runner.MigrateAsync();
        await SaveUserAsync();

        var info = await Administrator.GetDatabaseInfoAsync();

        info.Exists.Should().BeTrue();
        info.Provider.Should().Be(Get<TradingDatabase>().Provider.Name);
        info.EngineVersion.Should().MatchRegex(@"^\d+\.\d+");
        info.SizeBytes.Should().BePositive();
        info.Settings.Should().NotBeEmpty();
        info.Tables.Select(table => table.Name).Should().BeInAscendingOrder(StringComparer.Ordinal)
            .And.Contain(["market_data", "trades", "__trading_migrations", "__trading_migration_journal"]);
        info.Tables.Single(table => table.Name == "users").Rows.Should().Be(1);
        info.Tables.Single(table => table.Name == "trades").Rows.Should().Be(0);
        info.Tables.Single(table => table.Name == "__trading_migrations").Rows.Should().Be((await Runner.GetStatusAsync()).Applied.Count);
    }

    [Test]
    public async Task A_migrated_database_has_its_first_data_key()
    {
        await Runner.MigrateAsync();

        await using var context = CreateContext();
        (await context.Set<DataKey>().CountAsync(key => key.State == DataKeyState.Active)).Should().BePositive();
    }

    [Test]
    public async Task Runners_that_start_together_apply_each_migration_once()
    {
        const int Runners = 6;
        var pending = (await Runner.GetStatusAsync()).Pending;
        var applications = Enumerable.Range(0, Runners).Select(_ => BuildServices()).ToList();
        using var gate = new Barrier(Runners);

        var results = await Task.WhenAll(applications.Select(services => Task.Factory.StartNew(
            () =>
            {
                gate.SignalAndWait();
                return services.GetRequiredService<MigrationRunner>().MigrateAsync();
            },
            CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()));

        results.SelectMany(result => result.Applied).Select(migration => migration.Id).Should().BeEquivalentTo(pending);
        results.Select(result => result.Current).Should().AllBe(pending[^1]);
        (await Runner.GetHistoryAsync()).Should().HaveSameCount(pending);
        foreach (var services in applications)
            await services.DisposeAsync();
    }

    [Test]
    public async Task The_migrations_are_those_of_the_model()
    {
        await Runner.MigrateAsync();

        await using var context = CreateContext();
        context.Database.HasPendingModelChanges().Should().BeFalse("build/add-migration.sh scaffolds what changed");
    }

    [Test]
    public async Task A_host_migrates_when_it_starts_if_told_to()
    {
        using (var host = BuildHost(migrateOnStart: false))
        {
            await host.StartAsync();
            (await host.Services.GetRequiredService<MigrationRunner>().GetStatusAsync()).DatabaseExists.Should().BeFalse();
            await host.StopAsync();
        }

        using (var host = BuildHost(migrateOnStart: true))
        {
            await host.StartAsync();
            (await host.Services.GetRequiredService<MigrationRunner>().GetStatusAsync()).IsCurrent.Should().BeTrue();
            await host.StopAsync();
        }
    }

    [Test]
    public async Task A_host_on_a_current_database_makes_the_first_data_key_when_it_starts()
    {
        await using (var context = CreateContext())
            await context.Database.MigrateAsync();

        using var host = BuildHost(migrateOnStart: false);
        await host.StartAsync();

        await using (var context = CreateContext())
            (await context.Set<DataKey>().CountAsync()).Should().BePositive();
        await host.StopAsync();
    }

    private IHost BuildHost(bool migrateOnStart)
    {
        var builder = new HostApplicationBuilder(
            new HostApplicationBuilderSettings { DisableDefaults = true, EnvironmentName = Environments.Development });
        builder.Services.AddTradingData(trading =>
        {
            TestDatabase.Use(trading);
            trading.ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(TestDatabase.Folder, "keys"))))
                .MigrateOnStart(migrateOnStart);
        });
        return builder.Build();
    }

    private async Task SaveUserAsync()
    {
        await using var context = CreateContext();
        context.Add(TestRecords.User());
        await context.SaveChangesAsync();
    }
}
