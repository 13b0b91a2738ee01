using Microsoft.Extensions.Logging;

using NUnit.Framework;

using ReplayExchange;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Binance;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>A pipeline over real sockets, from a local exchange that replays a real day of minutes, into a SQLite file.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public abstract class PipelineFixture : IDisposable
{
    protected const string Symbol = "BTCUSDT";

    protected static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    protected static readonly Guid AssetId = Guid.Parse("0197f3a1-7c55-7d3e-9a11-0123456789ab");
    protected static readonly ReplayMarket FullDay = ReplayMarket.Load(Symbol, "1m", Fixture.BybitMinutes);

    private protected CandleDatabase Database { get; } = new();

    public void Dispose()
    {
        Database.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static ReplayMarket Minutes(int count) => new(Symbol, "1m", [.. FullDay.Bars.Take(count)]);

    protected static Task<ReplayExchangeServer> StartAsync(
        ReplayMarket market, double speed = double.PositiveInfinity, int barsBefore = 0, IReadOnlyList<ReplayOutage>? outages = null) =>
        ReplayExchangeServer.StartAsync(
            new ReplayExchangeOptions { Markets = [market], Speed = speed, BarsBefore = barsBefore, Outages = outages ?? [] });

    protected static MarketDataSubscription Subscribe(ReplayExchangeServer exchange, ILogger<BinanceCandleFeed>? logger = null)
    {
        var feed = new BinanceCandleFeed(
            new BinanceCandleFeedOptions { StreamEndpoint = exchange.StreamEndpoint, RestEndpoint = exchange.RestEndpoint }, logger);
        return new MarketDataSubscription(feed, new VenueSeries(Symbol, Timeframe.OneMinute), AssetId);
    }

    protected MarketDataPipeline CreatePipeline(Action<MarketDataPipelineOptions>? configure = null, ILogger? logger = null)
    {
        var options = new MarketDataPipelineOptions
        {
            BatchDelay = TimeSpan.FromMilliseconds(5),
            ReconnectDelay = TimeSpan.FromMilliseconds(5),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(20),
        };
        configure?.Invoke(options);
        return new MarketDataPipeline(Database.Store, TimeProvider.System, options, logger);
    }

    /// <summary>Takes the write lock of the file, as another process would.</summary>
    protected Microsoft.Data.Sqlite.SqliteConnection HoldLock()
    {
        var connection = Database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }

    protected static CandleRow Recorded(ReplayBar bar) => new(bar.OpenTime, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);

    protected static IEnumerable<CandleRow> Recorded(int count) => FullDay.Bars.Take(count).Select(Recorded);

    /// <summary>
    /// How many candles a pipeline can know as closed that connects when the recording is over: nothing follows the last one.
    /// </summary>
    protected static int ProvenOf(int count) => count - 1;

    protected static CandleRow Plain(CandleRow row) => row with { Revision = 0, QuoteVolume = null, TradeCount = null };

    protected async Task<IEnumerable<CandleRow>> StoredAsync() => (await Database.ReadAsync(AssetId)).Select(Plain);

    /// <summary>Waits until the recording's nth candle is stored as closed.</summary>
    protected Task CloseOfAsync(int count) => WaitForAsync(FullDay.Bars[count - 1].OpenTime);

    protected Task WaitForAsync(long openTime) => EventuallyAsync(async () =>
    {
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(openTime);
        return await Database.Store.ReadAsync(AssetId, Timeframe.OneMinute, instant).AnyAsync(row => row.Closed);
    });

    protected static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await condition())
            await Task.Delay(5, deadline.Token);
    }
}
