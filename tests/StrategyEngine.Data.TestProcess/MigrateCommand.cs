using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.TestProcess;

/// <summary>Brings the database of a folder up to date; prints <c>APPLIED n</c>, or the code of the error and exits with 1.</summary>
internal static class MigrateCommand
{
    public static async Task<int> RunAsync(string context, string folder, IProgress<MigrationProgress>? progress = null)
    {
        var collection = new ServiceCollection();
        switch (context)
        {
            case "trading":
                collection.AddTradingData(Configure);
                break;
            case "watchlist":
                collection.AddTradingData<WatchlistContext>(Configure);
                break;
            default:
                throw new ArgumentException($"No such context: {context}");
        }

        await using var services = collection.BuildServiceProvider();
        var runner = services.GetRequiredService<MigrationRunner>();
        Gate.WaitForStart();
        try
        {
            // The lists of the tests have notes that are missing, and one migration demands them.
            var result = await runner.MigrateAsync(new MigrateOptions { AcknowledgedRisks = ["not_null:watchlists.Note"] }, progress);
            Console.WriteLine($"APPLIED {result.Applied.Count}");
            return 0;
        }
        catch (TradingDataException exception)
        {
            Console.WriteLine($"FAILED {exception.Code}");
            Console.Error.WriteLine(exception);
            return 1;
        }

        void Configure(TradingDataBuilder trading) => trading
            .UseSqlite($"Data Source={Path.Combine(folder, "trading.db")}")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys"))));
    }
}
