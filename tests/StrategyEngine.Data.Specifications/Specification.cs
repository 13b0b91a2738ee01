using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications;

/// <summary>What every engine owes: each test gets a database of its own, brought up to date, through public API only.</summary>
/// <remarks>A provider's test assembly derives one empty class from each specification.</remarks>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public abstract class Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    /// <summary>The instant at which every test begins.</summary>
    protected static readonly DateTimeOffset Start = new(2026, 1, 5, 9, 30, 0, TimeSpan.Zero);

    protected TDatabase TestDatabase { get; } = new();

    protected FakeTimeProvider Time { get; } = new(Start);

    protected ServiceProvider Services { get; private set; } = null!;

    [SetUp]
    public async Task CreateDatabaseAsync()
    {
        Services = BuildServices();
        await MigrateAsync();
    }

    [TearDown]
    public async Task DeleteDatabaseAsync()
    {
        if (Services is not null)
            await Services.DisposeAsync();
        await TestDatabase.DisposeAsync();
    }

    /// <summary>The services of a further application instance on the same database and key ring; the caller disposes of it.</summary>
    protected ServiceProvider BuildServices(Action<TradingDataBuilder>? configure = null, Action<IServiceCollection>? services = null) =>
        TestDatabase.BuildServices(
            Time,
            configure,
            collection =>
            {
                ConfigureServices(collection);
                services?.Invoke(collection);
            });

    /// <summary>Adds to the services of every application instance of a test.</summary>
    protected virtual void ConfigureServices(IServiceCollection services)
    {
    }

    /// <summary>Brings the database up to date. A specification of migration itself overrides it.</summary>
    protected virtual Task MigrateAsync() => TestDatabase.MigrateAsync(Get<MigrationRunner>());

    protected TradingDbContext CreateContext() => Services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();

    protected TService Get<TService>()
        where TService : notnull => Services.GetRequiredService<TService>();
}
