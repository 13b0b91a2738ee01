using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using ReplayExchange;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Binance;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>What becomes of impossible candles that a venue sends.</summary>
public sealed class MarketDataQuarantineTests
{
    private static readonly ReplayMarket Market = ReplayMarket.Load("BTCUSDT", "1m", Fixture.BybitMinutes);

    private DirectoryInfo _folder = null!;

    [SetUp]
    public void CreateFolder() => _folder = Directory.CreateTempSubdirectory("strategyengine-quarantine-");

    [TearDown]
    public void DeleteFolder() => _folder.Delete(recursive: true);

    [Test]
    public async Task A_refused_candle_of_a_venue_is_kept_once_it_is_final()
    {
        await using var services = new ServiceCollection()
            .AddTradingData(trading => trading
                .UseSqlite($"Data Source={Path.Combine(_folder.FullName, "trading.db")};Pooling=False")
                .ProtectKeys(ring => ring.PersistKeysToFileSystem(_folder.CreateSubdirectory("keys"))))
            .BuildServiceProvider();
        await services.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using var context = services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();
        var asset = new Asset
        {
            Symbol = "BTCUSDT",
            AssetClass = AssetClass.Crypto,
            Name = "Bitcoin",
            Exchange = "binance",
            QuoteCurrency = Currency.Parse("USDT"),
        };
        context.Add(asset);
        await context.SaveChangesAsync();
        await using var exchange = await ReplayExchangeServer.StartAsync(
            new ReplayExchangeOptions { Markets = [new ReplayMarket("BTCUSDT", "1m", [.. Market.Bars.Take(100)])], Speed = 600 });
        var feed = new BinanceCandleFeed(
            new BinanceCandleFeedOptions { StreamEndpoint = exchange.StreamEndpoint, RestEndpoint = exchange.RestEndpoint });
        var pipeline = services.GetRequiredService<MarketDataPipeline>();
        await pipeline.StartAsync([new MarketDataSubscription(feed, new VenueSeries("BTCUSDT", Timeframe.OneMinute), asset.Id)]);
        await UntilAsync(() => context.MarketData.AnyAsync());

        Send(closed: false);
        Send(closed: true);
        Send(closed: true);
        await UntilAsync(() => context.CandleQuarantine.AnyAsync());
        await pipeline.StopAsync();

        var kept = await context.CandleQuarantine.SingleAsync();
        kept.Should()
            .BeEquivalentTo(
                new
                {
                    AssetId = asset.Id,
                    OpenTime = Market.Bars[99].OpenTime,
                    Closed = true,
                    Low = "2",
                    Field = "High",
                    Reason = CandleRefusal.HighBelowLow
                });

        void Send(bool closed) => exchange.Send(
            $$$"""{"e":"kline","E":9,"s":"BTCUSDT","k":{"t":{{{Market.Bars[99].OpenTime}}},"s":"BTCUSDT","i":"1m","o":"1","c":"1","h":"1","l":"2","v":"1","x":{{{(closed ? "true" : "false")}}}}}""");
    }

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!await condition())
            await Task.Delay(5, deadline.Token);
    }
}
