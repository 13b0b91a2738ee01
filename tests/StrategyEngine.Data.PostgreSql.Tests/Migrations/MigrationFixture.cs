using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations;

/// <summary>Tests that migrate a PostgreSQL database of their own with one of several contexts.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[Parallelizable(ParallelScope.All)]
public abstract class MigrationFixture
{
    private readonly List<ServiceProvider> _services = [];

    protected PostgreSqlTestDatabase Database { get; } = new();

    /// <summary>The services of an application whose own context is <typeparamref name="TContext"/>.</summary>
    /// <param name="database">The database.</param>
    /// <param name="settings">What the connection string says besides.</param>
    public static ServiceProvider ServicesOf<TContext>(PostgreSqlTestDatabase database, string settings = "")
        where TContext : DbContext =>
        new ServiceCollection().AddTradingData<TContext>(trading =>
        {
            trading.UsePostgreSql($"{database.ConnectionString};{settings}");
            trading.ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(database.Folder, "keys"))));
        }).BuildServiceProvider();

    [TearDown]
    public async Task DeleteDatabaseAsync()
    {
        foreach (var services in _services)
            await services.DisposeAsync();
        await Database.DisposeAsync();
    }

    protected MigrationRunner RunnerOf<TContext>(string settings = "")
        where TContext : DbContext
    {
        var services = ServicesOf<TContext>(Database, settings);
        _services.Add(services);
        return services.GetRequiredService<MigrationRunner>();
    }

    protected Task ExecuteAsync(string sql) => Database.ExecuteAsync(sql);

    protected async Task<T> ScalarAsync<T>(string sql) => (await Database.ScalarAsync<T>(sql))!;
}
