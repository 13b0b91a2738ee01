using Microsoft.Extensions.DependencyInjection;
using StrategyEngine.Data.MarketData;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>Many candles of many assets, of which that of the series is in the middle, so that what is added to it is added in the middle of the table.</summary>
internal static class StoredCandles
{
    private const int Assets = 20;

    public static IEnumerable<Guid> OtherAssets => AssetIds.Where(id => id != CandleSeries.AssetId);

    private static IEnumerable<Guid> AssetIds
    {
        get
        {
            var bytes = CandleSeries.AssetId.ToByteArray(bigEndian: true);
            bytes[^1] -= Assets / 2;
            for (var i = 0; i < Assets; i++, bytes[^1]++)
                yield return new Guid(bytes, bigEndian: true);
        }
    }

    /// <summary>Fills a file through the library.</summary>
    /// <returns>How many minutes of each asset are stored.</returns>
    public static async Task<int> FillAsync(CandleFile file, int count)
    {
        var rows = CandleSeries.Generate(count / Assets);
        var store = file.Services.GetRequiredService<CandleStore>();
        foreach (var assetId in AssetIds)
            await store.UpsertAsync(assetId, CandleSeries.Timeframe, rows);
        return rows.Length;
    }
}
