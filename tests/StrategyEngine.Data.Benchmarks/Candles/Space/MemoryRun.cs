using System.Globalization;

using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles.Space;

/// <summary>
/// What a fresh process does: streams candles into a new file and out of it again, and prints the highest resident memory and managed heap
/// above its start.
/// </summary>
internal static class MemoryRun
{
    public const string Command = "candle-memory-run";

    public static async Task<int> RunAsync(int count)
    {
        await using var file = await CandleFile.CreateAsync();
        var store = file.Services.GetRequiredService<CandleStore>();
        var peaks = new MemoryPeaks();
        long written = 0, read = 0;
        using (peaks)
        {
            var result = await store.UpsertAsync(
                CandleSeries.AssetId,
                CandleSeries.Timeframe,
                In(),
                validation: CandleValidation.Normal with { FutureTolerance = TimeSpan.FromDays(20_000) });
            if (result.Inserted != count)
                throw new InvalidOperationException($"{result.Inserted} of {count} candles were inserted.");
            await foreach (var row in store.ReadAsync(CandleSeries.AssetId, CandleSeries.Timeframe))
                read = (read * 31) + row.GetHashCode();
        }

        if (read != written)
            throw new InvalidOperationException("What was read is not what was written.");
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{peaks.Resident} {peaks.Managed}"));
        return 0;

        async IAsyncEnumerable<CandleRow> In()
        {
            foreach (var row in CandleSeries.Stream(count))
            {
                written = (written * 31) + row.GetHashCode();
                yield return row;
            }

            await Task.CompletedTask;
        }
    }
}
