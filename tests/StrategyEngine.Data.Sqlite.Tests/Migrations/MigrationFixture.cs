using System.Globalization;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>Tests that migrate a SQLite file of their own with one of several contexts.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public abstract class MigrationFixture
{
    private readonly List<ServiceProvider> _services = [];

    protected SqliteTestDatabase Database { get; } = new();

    [TearDown]
    public async Task DeleteDatabaseAsync()
    {
        await StopAsync();
        await Database.DisposeAsync();
    }

    /// <summary>Ends every application of the test.</summary>
    protected async Task StopAsync()
    {
        foreach (var services in _services)
            await services.DisposeAsync();
        _services.Clear();
    }

    /// <summary>The runner of an application whose own context is <typeparamref name="TContext"/>.</summary>
    protected MigrationRunner RunnerOf<TContext>(string? connectionString = null)
        where TContext : DbContext => ServicesOf<TContext>(connectionString).GetRequiredService<MigrationRunner>();

    protected ServiceProvider ServicesOf<TContext>(string? connectionString = null)
        where TContext : DbContext
    {
        var services = new ServiceCollection().AddTradingData<TContext>(trading => Configure(trading, connectionString))
            .BuildServiceProvider();
        _services.Add(services);
        return services;
    }

    /// <summary>The runner of an application that uses the library's context.</summary>
    protected MigrationRunner RunnerOfTrading(string? connectionString = null) =>
        ServicesOfTrading(connectionString).GetRequiredService<MigrationRunner>();

    protected ServiceProvider ServicesOfTrading(string? connectionString = null)
    {
        var services = new ServiceCollection().AddTradingData(trading => Configure(trading, connectionString)).BuildServiceProvider();
        _services.Add(services);
        return services;
    }

    /// <summary>Another connection to the file, which knows nothing of the library.</summary>
    protected SqliteConnection Connect(string? path = null)
    {
        var connection = new SqliteConnection($"Data Source={path ?? Database.Path};Pooling=False;Foreign Keys=True");
        connection.Open();
        return connection;
    }

    protected void Execute(string sql)
    {
        using var connection = Connect();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    protected T Scalar<T>(string sql, string? path = null)
    {
        using var connection = Connect(path);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (T)Convert.ChangeType(command.ExecuteScalar()!, typeof(T), CultureInfo.InvariantCulture);
    }

    private void Configure(TradingDataBuilder trading, string? connectionString) => trading
        .UseSqlite(connectionString ?? Database.ConnectionString)
        .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(Database.Folder, "keys"))));
}
