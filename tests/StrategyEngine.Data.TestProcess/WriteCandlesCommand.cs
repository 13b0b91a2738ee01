using System.Globalization;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.TestProcess;

/// <summary>
/// Writes minutes of one revision into the database of a folder; prints <c>WROTE n</c>, or the code of the error and exits with 1.
/// </summary>
internal static class WriteCandlesCommand
{
    public static async Task<int> RunAsync(string folder, Guid assetId, int first, int count, long revision)
    {
        var collection = new ServiceCollection();
        collection.AddTradingData(trading => trading
            .UseSqlite($"Data Source={Path.Combine(folder, "trading.db")}")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys")))));
        await using var services = collection.BuildServiceProvider();
        var store = services.GetRequiredService<CandleStore>();
        Gate.WaitForStart();
        try
        {
            var result = await store.UpsertAsync(
                assetId, Timeframe.OneMinute, MinutesAsync(first, count, revision), validation: CandleValidation.Lenient);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"WROTE {result.Inserted + result.Updated + result.Unchanged}"));
            return 0;
        }
        catch (TradingDataException exception)
        {
            Console.WriteLine($"FAILED {exception.Code}");
            Console.Error.WriteLine(exception);
            return 1;
        }
    }

    private static async IAsyncEnumerable<CandleRow> MinutesAsync(int first, int count, long revision)
    {
        await Task.Yield();
        for (var minute = first; minute < first + count; minute++)
        {
            var open = 20_000m + (minute % 997 * 0.01m);
            yield return new CandleRow(
                minute * 60_000L, open, open + 1.5m, open - 0.25m, open + 0.125m, minute % 211 * 0.001m, true, revision);
        }
    }
}
