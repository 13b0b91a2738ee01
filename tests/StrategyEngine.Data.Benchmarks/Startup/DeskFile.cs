using System.Text.Json.Nodes;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Benchmarks.Startup;

/// <summary>A migrated SQLite file with a few assets and one strategy, whose configuration is encrypted.</summary>
internal sealed class DeskFile : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("strategyengine-desk-").FullName;

    private DeskFile()
    {
    }

    public string Folder => _folder;

    public static string ConnectionString(string folder) => $"Data Source={Path.Combine(folder, "trading.db")}";

    public static async Task<DeskFile> CreateAsync()
    {
        var file = new DeskFile();
        await using var services = BuildServices(file.Folder);
        await services.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using var context = await services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync();
        var user = new User { Username = "ada", Email = "ada@example.org" };
        context.Add(user);
        context.Add(
            new Strategy { UserId = user.Id, Name = "Momentum", StrategyType = "momentum", Config = new JsonObject { ["lookback"] = 20 } });
        foreach (var symbol in new[] { "BTCUSDT", "ETHUSDT", "SOLUSDT" })
        {
            context.Add(new Asset
            {
                Symbol = symbol,
                AssetClass = AssetClass.Crypto,
                Name = symbol,
                Exchange = "binance",
                QuoteCurrency = Currency.Parse("USDT"),
            });
        }

        await context.SaveChangesAsync();
        return file;
    }

    public static ServiceProvider BuildServices(string folder) => new ServiceCollection().AddTradingData(trading => trading
        .UseSqlite(ConnectionString(folder))
        .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys"))))).BuildServiceProvider();

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
