using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.MarketData;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>A file in which many candles of many assets are stored before the rounds begin.</summary>
internal static class StoredCandles
{
    private const int Assets = 20;

    /// <summary>Makes the file and fills it through the library.</summary>
    /// <param name="count">How many candles; 0 for the same assets without any.</param>
    /// <param name="minutes">How many of them are of the asset of the series: none, if it is newer than all others, or as many as of each
    /// other, if it is in the midst of them.</param>
    public static async Task<CandleFile> CreateAsync(int count, int minutes)
    {
        var others = Ids(minutes == 0 ? Assets : Assets / 2).Where(id => id != CandleSeries.AssetId).ToArray();
        var file = await CandleFile.CreateAsync(others);
        var rows = CandleSeries.Generate(count / Assets);
        var store = file.Services.GetRequiredService<CandleStore>();
        foreach (var assetId in minutes == 0 ? others : [.. others, CandleSeries.AssetId])
            await store.UpsertAsync(assetId, CandleSeries.Timeframe, rows);
        file.Keep(minutes);
        return file;
    }

    /// <summary>How many candles each asset has, of so many in all.</summary>
    public static int OfEach(int count) => count / Assets;

    // Ids grow with time, and the key of the table begins with them.
    private static IEnumerable<Guid> Ids(int before)
    {
        var bytes = CandleSeries.AssetId.ToByteArray(bigEndian: true);
        bytes[^1] -= (byte)before;
        for (var i = 0; i < Assets; i++, bytes[^1]++)
            yield return new Guid(bytes, bigEndian: true);
    }
}
