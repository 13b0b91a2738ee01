using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>The library, as an application calls it.</summary>
internal sealed class StoreUpsert(CandleFile file, CandleRow[] rows, string remark = "")
    : CandleContender($"CandleStore.UpsertAsync{remark}", file)
{
    private readonly CandleStore _store = file.Services.GetRequiredService<CandleStore>();

    public override async Task RunAsync()
    {
        var result = await _store.UpsertAsync(CandleSeries.AssetId, CandleSeries.Timeframe, rows);
        if (result.Inserted != rows.Length)
            throw new InvalidOperationException($"{result.Inserted} of {rows.Length} candles were inserted.");
    }
}
