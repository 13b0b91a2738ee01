using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.MarketData.Indicators;

/// <summary>
/// What the specifications of indicators share: a series of minutes, its values, and one calculation to compare them with.
/// </summary>
public abstract class IndicatorFixture<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    protected static readonly DateTimeOffset Day = DateTimeOffset.FromUnixTimeMilliseconds(CandleSamples.Day);
    protected static readonly IndicatorSettings Standard = new();

    protected static readonly IndicatorSettings ShortPeriods = new()
    {
        Version = 7,
        RsiPeriod = 3,
        MacdFastPeriod = 2,
        MacdSlowPeriod = 5,
        MacdSignalPeriod = 3,
        BollingerPeriod = 4,
        BollingerDeviations = 1.5,
        SmaPeriod = 1,
        EmaPeriod = 3,
        WmaPeriod = 6,
        SmmaPeriod = 5,
    };

    protected Guid AssetId { get; private set; }

    protected CandleStore Candles => Get<CandleStore>();

    protected IndicatorStore Store => Get<IndicatorStore>();

    [SetUp]
    public async Task SaveAssetAsync() => AssetId = await SaveAssetAsync("BTCUSDT");

    protected async Task<Guid> SaveAssetAsync(string symbol)
    {
        await using var context = CreateContext();
        var asset = new Asset
        {
            Symbol = symbol,
            AssetClass = AssetClass.Crypto,
            Name = symbol,
            Exchange = "binance",
            QuoteCurrency = Currency.Parse("USDT"),
        };
        context.Add(asset);
        await context.SaveChangesAsync();
        return asset.Id;
    }

    protected Task<CandleUpsertResult> WriteAsync(params CandleRow[] rows) => Candles.UpsertAsync(AssetId, Timeframe.OneMinute, rows);

    protected Task<IndicatorUpdateResult> UpdateAsync(IndicatorSettings? settings = null) =>
        Store.UpdateAsync(AssetId, Timeframe.OneMinute, settings);

    protected Task<RetentionResult> RetainAsync(int indicatorsFrom, int? candlesFrom = null) =>
        Get<DatabaseAdministrator>().RemoveOlderThanAsync(options: new RetentionOptions
        {
            IndicatorAges =
        new Dictionary<Timeframe, TimeSpan> { [Timeframe.OneMinute] = Time.GetUtcNow() - Day.AddMinutes(indicatorsFrom - 1) },
            CandleAges = candlesFrom is { } minute
            ? new Dictionary<Timeframe, TimeSpan> { [Timeframe.OneMinute] = Time.GetUtcNow() - Day.AddMinutes(minute - 1) }
            : new Dictionary<Timeframe, TimeSpan>(),
        });

    protected async Task ShouldEqualBatchAsync(IndicatorSettings settings, Guid? assetId = null, int from = 0)
    {
        var id = assetId ?? AssetId;
        var candles = await Candles.ReadAsync(id, Timeframe.OneMinute).ToListAsync();
        var stored = await Store.ReadAsync(id, Timeframe.OneMinute, settings.Version).Select(IndicatorRow.Of).ToListAsync();
        stored.Should().Equal(IndicatorBatch.Of(candles, settings).Where(row => row.OpenTime >= Day.AddMinutes(from)));
        await using var context = CreateContext();
        (await context.IndicatorValues.CountAsync(
            row => row.AssetId == id && row.Timeframe == Timeframe.OneMinute && row.IndicatorVersion == settings.Version)).Should()
            .Be(stored.Count, "nothing is left over");
    }
}
