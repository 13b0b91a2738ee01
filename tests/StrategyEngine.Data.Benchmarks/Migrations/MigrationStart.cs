using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Benchmarks.Migrations;

/// <summary>What a fresh process does: builds the services, migrates and makes the first keys.</summary>
internal static class MigrationStart
{
    public const string Command = "migrate-start", Library = "library", EntityFramework = "ef";

    public static async Task<int> RunAsync(string way, string folder)
    {
        await using var services = BuildServices(folder);
        if (way == Library)
        {
            await services.GetRequiredService<MigrationRunner>().MigrateAsync();
            return 0;
        }

        await using (var context = await services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync())
            await context.Database.MigrateAsync();
        await services.GetRequiredService<EncryptionKeyManager>().VerifyAsync();
        return 0;
    }

    public static ServiceProvider BuildServices(string folder) => new ServiceCollection().AddTradingData(trading => trading
        .UseSqlite($"Data Source={Path.Combine(folder, "trading.db")}")
        .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys"))))).BuildServiceProvider();
}
