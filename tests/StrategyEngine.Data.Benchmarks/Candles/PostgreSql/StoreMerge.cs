using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles.PostgreSql;

/// <summary>The library, as an application calls it.</summary>
/// <param name="database">Where.</param>
/// <param name="stored">What the table holds before.</param>
/// <param name="rows">What is written.</param>
/// <param name="inserted">How many of them are new.</param>
/// <param name="updated">How many are newer than what is stored.</param>
internal sealed class StoreMerge(CandleDatabase database, CandleRow[] stored, CandleRow[] rows, int inserted, int updated)
    : CandleDatabaseContender("CandleStore.UpsertAsync", database, stored)
{
    private readonly CandleStore _store = database.Services.GetRequiredService<CandleStore>();

    public override async Task RunAsync()
    {
        var result = await _store.UpsertAsync(CandleSeries.AssetId, CandleSeries.Timeframe, rows);
        if ((result.Inserted, result.Updated, result.Unchanged) != (inserted, updated, rows.Length - inserted - updated))
            throw new InvalidOperationException($"{result} instead of {inserted} inserted and {updated} updated candles.");
    }

    // One read brings a connection into the pool.
    protected override Task ConnectAsync() => _store.ReadLatestAsync(CandleSeries.AssetId, CandleSeries.Timeframe, 1);
}
