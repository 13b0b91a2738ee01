using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.MarketData;

namespace StrategyEngine.Data.Benchmarks.Candles.Reading;

/// <summary>The library, as an application calls it.</summary>
internal sealed class StoreRead(CandleRange range) : ReadContender("CandleStore.ReadAsync", range)
{
    private readonly CandleStore _store = range.File.Services.GetRequiredService<CandleStore>();

    public override async Task RunAsync()
    {
        await foreach (var row in _store.ReadAsync(CandleSeries.AssetId, CandleSeries.Timeframe, Range.From, Range.To))
            Take(row);
    }
}
