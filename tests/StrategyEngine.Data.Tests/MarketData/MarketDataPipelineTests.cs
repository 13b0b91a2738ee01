using FluentAssertions;
using Microsoft.Extensions.Logging;
using NUnit.Framework;
using ReplayExchange;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Binance;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>The pipeline over real sockets, from a local exchange that replays a real day of minutes, into a SQLite file.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public sealed class MarketDataPipelineTests : IDisposable
{
    private const string Symbol = "BTCUSDT";

    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);
    private static readonly Guid AssetId = Guid.Parse("0197f3a1-7c55-7d3e-9a11-0123456789ab");
    private static readonly ReplayMarket FullDay = ReplayMarket.Load(Symbol, "1m", Fixture.BybitMinutes);

    private readonly CandleDatabase _database = new();

    public void Dispose() => _database.Dispose();

    [Test]
    public async Task Every_candle_of_the_venue_reaches_the_table_exactly()
    {
        await using var exchange = await StartAsync(Minutes(300));
        await using var pipeline = CreatePipeline();
        await pipeline.StartAsync([Subscribe(exchange)]);

        await CloseOfAsync(300);
        await pipeline.StopAsync();

        (await StoredAsync()).Should().Equal(Recorded(300));
        exchange.AcceptedConnections.Should().Be(1);
    }

    [Test]
    public async Task Subscribers_see_open_states_and_then_each_closed_candle_once_in_order()
    {
        await using var exchange = await StartAsync(Minutes(60), speed: 6_000);
        await using var pipeline = CreatePipeline(options => options.BatchDelay = TimeSpan.FromMilliseconds(1));
        var watching = pipeline.WatchAsync(AssetId, Timeframe.OneMinute).ToListAsync().AsTask();
        await pipeline.StartAsync([Subscribe(exchange)]);
        await CloseOfAsync(60);
        await pipeline.StopAsync();

        var updates = await watching.WaitAsync(Deadline);

        updates.Where(update => update.Row.Closed).Select(update => Plain(update.Row)).Should().Equal(Recorded(60));
        updates.Select(update => update.Row.OpenTime).Should().BeInAscendingOrder();
        updates.Should().Contain(update => !update.Row.Closed);
        updates.GroupBy(update => update.Row.OpenTime).Should().OnlyContain(candle => candle.Last().Row.Closed);
    }

    [Test]
    public async Task What_a_subscriber_sees_is_committed()
    {
        await using var exchange = await StartAsync(Minutes(30), speed: 60_000);
        await using var pipeline = CreatePipeline(options => options.BatchDelay = TimeSpan.Zero);
        var watch = pipeline.WatchAsync(AssetId, Timeframe.OneMinute);
        await pipeline.StartAsync([Subscribe(exchange)]);
        var seen = 0;

        await foreach (var update in watch)
        {
            if (!update.Row.Closed)
                continue;

            // A connection of its own sees only what is committed.
            var stored = await _database.Store.ReadAsync(AssetId, Timeframe.OneMinute, update.Row.OpenInstant, update.Row.OpenInstant.AddTicks(1)).ToListAsync();
            stored.Should().Equal(update.Row);
            if (++seen == 30)
                break;
        }
    }

    [Test]
    public async Task Candles_missed_during_an_outage_come_from_the_history_in_order()
    {
        await using var exchange = await StartAsync(Minutes(120), speed: 3_000, outages: [new ReplayOutage(AtBar: 20, Bars: 40)]);
        await using var pipeline = CreatePipeline();
        var watching = pipeline.WatchAsync(AssetId, Timeframe.OneMinute).ToListAsync().AsTask();
        await pipeline.StartAsync([Subscribe(exchange)]);

        await CloseOfAsync(ProvenOf(120));
        await pipeline.StopAsync();

        exchange.AcceptedConnections.Should().Be(2);
        exchange.HistoryRequests.Should().BePositive();
        (await StoredAsync()).Take(ProvenOf(120)).Should().Equal(Recorded(ProvenOf(120)));
        (await watching.WaitAsync(Deadline)).Where(update => update.Row.Closed).Select(update => Plain(update.Row)).Take(ProvenOf(120)).Should().Equal(Recorded(ProvenOf(120)));
    }

    [Test]
    public async Task Connections_that_break_again_and_again_lose_nothing()
    {
        var outages = Enumerable.Range(1, 8).Select(i => new ReplayOutage(i * 10, i % 3)).ToList();
        await using var exchange = await StartAsync(Minutes(120), speed: 6_000, outages: outages);
        await using var pipeline = CreatePipeline();
        await pipeline.StartAsync([Subscribe(exchange)]);

        await CloseOfAsync(ProvenOf(120));
        await pipeline.StopAsync();

        exchange.AcceptedConnections.Should().BeGreaterThan(5);
        (await StoredAsync()).Take(ProvenOf(120)).Should().Equal(Recorded(ProvenOf(120)));
    }

    [Test]
    public async Task Minutes_in_which_nothing_traded_are_not_asked_for_again_and_again()
    {
        // Every seventh minute is absent at the venue.
        var bars = FullDay.Bars.Take(140).Where((_, index) => index % 7 != 3).ToList();
        await using var exchange = await StartAsync(new ReplayMarket(Symbol, "1m", bars));
        await using var pipeline = CreatePipeline();
        await pipeline.StartAsync([Subscribe(exchange)]);

        await WaitForAsync(bars[^1].OpenTime);
        await pipeline.StopAsync();

        (await StoredAsync()).Should().Equal(bars.Select(Recorded));
        exchange.HistoryRequests.Should().BeLessThanOrEqualTo(20);
    }

    [Test]
    public async Task A_pipeline_that_starts_again_fetches_what_happened_meanwhile()
    {
        await using var exchange = await StartAsync(Minutes(200), speed: 6_000);
        await using var pipeline = CreatePipeline();
        await pipeline.StartAsync([Subscribe(exchange)]);
        await CloseOfAsync(30);
        await pipeline.StopAsync();
        (await _database.Store.CountAsync(AssetId, Timeframe.OneMinute)).Should().BeLessThan(200);

        await exchange.Completion.WaitAsync(Deadline);
        await pipeline.StartAsync([Subscribe(exchange)]);
        await CloseOfAsync(ProvenOf(200));
        await pipeline.StopAsync();

        (await StoredAsync()).Take(ProvenOf(200)).Should().Equal(Recorded(ProvenOf(200)));
    }

    [Test]
    public async Task History_before_the_first_start_is_fetched_if_asked_for()
    {
        await using var exchange = await StartAsync(Minutes(1_440), barsBefore: 1_400);
        await using var pipeline = CreatePipeline();
        await pipeline.StartAsync([Subscribe(exchange) with { HistoryFrom = DateTimeOffset.FromUnixTimeMilliseconds(FullDay.Bars[100].OpenTime) }]);

        await CloseOfAsync(1_440);
        await pipeline.StopAsync();

        (await StoredAsync()).Should().Equal(Recorded(1_440).Skip(100));
    }

    [Test]
    public async Task Without_stored_candles_the_stream_is_where_it_begins()
    {
        await using var exchange = await StartAsync(Minutes(60), barsBefore: 50);
        await using var pipeline = CreatePipeline();
        await pipeline.StartAsync([Subscribe(exchange)]);

        await CloseOfAsync(60);
        await pipeline.StopAsync();

        (await StoredAsync()).Should().Equal(Recorded(60).Skip(50));
    }

    [Test]
    public async Task Stopping_writes_and_publishes_all_that_waits()
    {
        await using var exchange = await StartAsync(Minutes(100));
        await using var pipeline = CreatePipeline(options =>
        {
            // Nothing is written before the stop.
            options.BatchDelay = TimeSpan.FromMinutes(1);
            options.BatchSize = 10_000;
        });
        var watching = pipeline.WatchAsync(AssetId, Timeframe.OneMinute).ToListAsync().AsTask();
        var received = new Measurement("trading.market_data.received");
        using (received)
        {
            await pipeline.StartAsync([Subscribe(exchange)]);
            await received.WaitForAsync(400);
        }

        (await _database.Store.CountAsync(AssetId, Timeframe.OneMinute)).Should().Be(0);
        await pipeline.StopAsync();

        (await StoredAsync()).Should().Equal(Recorded(100));
        (await watching.WaitAsync(Deadline)).Count(update => update.Row.Closed).Should().Be(100);
    }

    [Test]
    public async Task A_full_queue_makes_the_feed_wait_and_loses_nothing()
    {
        await using var exchange = await StartAsync(Minutes(1_000));
        await using var pipeline = CreatePipeline(options =>
        {
            options.QueueCapacity = 8;
            options.BatchSize = 4;
            options.BatchDelay = TimeSpan.Zero;
        });
        using (var queued = new Measurement("trading.market_data.queued"))
        {
            using (HoldLock())
            {
                await pipeline.StartAsync([Subscribe(exchange)]);
                await exchange.Completion.WaitAsync(Deadline);
                await queued.WaitForAsync(8);
            }

            await CloseOfAsync(1_000);

            // One more for the candle that takes a place before its predecessor is counted as gone.
            queued.Peak.Should().BeInRange(8, 9);
        }

        await pipeline.StopAsync();

        (await StoredAsync()).Should().Equal(Recorded(1_000));
        exchange.AcceptedConnections.Should().Be(1);
    }

    [Test]
    public async Task A_late_open_state_neither_reopens_a_closed_candle_nor_reaches_subscribers()
    {
        await using var exchange = await StartAsync(Minutes(10));
        await using var pipeline = CreatePipeline();
        var watching = pipeline.WatchAsync(AssetId, Timeframe.OneMinute).ToListAsync().AsTask();
        using var received = new Measurement("trading.market_data.received");
        await pipeline.StartAsync([Subscribe(exchange)]);
        await CloseOfAsync(10);

        var late = FullDay.Bars[9].OpenTime;
        exchange.Send($$$"""{"e":"kline","E":{{{late + 999_999}}},"s":"{{{Symbol}}}","k":{"t":{{{late}}},"s":"{{{Symbol}}}","i":"1m","o":"1","c":"1","h":"1","l":"1","v":"1","x":false}}""");
        await received.WaitForAsync(41);
        await pipeline.StopAsync();

        (await StoredAsync()).Should().Equal(Recorded(10));
        (await watching.WaitAsync(Deadline)).Should().NotContain(update => update.Row.Revision == late + 999_999);
    }

    [Test]
    public async Task Frames_that_cannot_be_read_and_impossible_candles_are_logged_and_skipped()
    {
        var log = new RecordingLogger();
        await using var exchange = await StartAsync(Minutes(100), speed: 6_000);
        await using var pipeline = CreatePipeline(logger: log);
        await pipeline.StartAsync([Subscribe(exchange, log)]);
        await CloseOfAsync(5);

        exchange.Send("not json");
        exchange.Send("""{"e":"kline","E":1,"k":{"t":"soon"}}""");
        exchange.Send("""{"e":"somethingNew","E":1}""");
        exchange.Send($$$"""{"e":"kline","E":9,"s":"{{{Symbol}}}","k":{"t":{{{FullDay.Bars[99].OpenTime}}},"s":"{{{Symbol}}}","i":"1m","o":"1","c":"1","h":"1","l":"2","v":"1","x":true}}""");
        await CloseOfAsync(100);
        await pipeline.StopAsync();

        (await StoredAsync()).Should().Equal(Recorded(100));
        exchange.AcceptedConnections.Should().Be(1);
        log.Messages.Count(message => message.StartsWith("Skipped a frame", StringComparison.Ordinal)).Should().Be(3);
        log.Messages.Should().ContainSingle(message => message.StartsWith("Refused a candle", StringComparison.Ordinal)).Which.Should().Contain("High HighBelowLow");
    }

    [Test]
    public async Task An_announced_shutdown_leads_to_a_new_connection()
    {
        await using var exchange = await StartAsync(Minutes(60), speed: 6_000);
        await using var pipeline = CreatePipeline();
        await pipeline.StartAsync([Subscribe(exchange)]);
        await CloseOfAsync(10);

        exchange.AnnounceShutdown();
        await CloseOfAsync(ProvenOf(60));
        await pipeline.StopAsync();

        exchange.AcceptedConnections.Should().Be(2);
        (await StoredAsync()).Take(ProvenOf(60)).Should().Equal(Recorded(ProvenOf(60)));
    }

    [Test]
    public async Task A_subscriber_that_does_not_read_is_disconnected_with_a_reason_and_holds_nobody_up()
    {
        await using var exchange = await StartAsync(Minutes(100));
        await using var pipeline = CreatePipeline(options => options.SubscriberCapacity = 10);
        var slow = pipeline.WatchAsync(AssetId, Timeframe.OneMinute);
        await pipeline.StartAsync([Subscribe(exchange)]);
        await CloseOfAsync(100);
        await pipeline.StopAsync();

        var updates = new List<CandleUpdate>();
        var reading = async () =>
        {
            await foreach (var update in slow)
                updates.Add(update);
        };

        (await reading.Should().ThrowAsync<MarketDataPipelineException>()).Which.Code.Should().Be("pipeline.slow_subscriber");
        updates.Where(update => update.Row.Closed).Select(update => Plain(update.Row)).Should().Equal(Recorded(100).Take(updates.Count(update => update.Row.Closed)));
        updates.Should().HaveCountLessThanOrEqualTo(10);
    }

    [Test]
    public async Task A_venue_that_cannot_be_reached_is_tried_until_it_can()
    {
        var exchange = await StartAsync(Minutes(5));
        var subscription = Subscribe(exchange);
        await exchange.DisposeAsync();
        var log = new RecordingLogger();
        await using var pipeline = CreatePipeline(logger: log);

        await pipeline.StartAsync([subscription]);
        await EventuallyAsync(() => Task.FromResult(log.Messages.Count(message => message.Contains("feed.unreachable", StringComparison.Ordinal)) >= 3));
        await pipeline.StopAsync();

        pipeline.Completion.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Test]
    public async Task A_database_that_refuses_stops_the_pipeline_and_tells_everybody_why()
    {
        await using var exchange = await StartAsync(Minutes(20));
        await using var pipeline = CreatePipeline();
        var watching = pipeline.WatchAsync(AssetId, Timeframe.OneMinute).ToListAsync().AsTask();
        _database.Execute("CREATE TRIGGER no_more BEFORE INSERT ON market_data BEGIN SELECT RAISE(ABORT, 'no'); END");

        await pipeline.StartAsync([Subscribe(exchange)]);

        foreach (var task in new[] { pipeline.Completion, watching })
        {
            var failure = (await FluentActions.Awaiting(() => task.WaitAsync(Deadline)).Should().ThrowAsync<MarketDataPipelineException>()).Which;
            failure.Code.Should().Be("pipeline.failed");
            failure.InnerException.Should().BeOfType<CandleTableException>();
        }

        await pipeline.StopAsync();
    }

    [Test]
    public async Task A_busy_database_is_waited_for()
    {
        await using var exchange = await StartAsync(Minutes(20));
        var log = new RecordingLogger();
        await using var pipeline = CreatePipeline(logger: log);
        using (HoldLock())
        {
            await pipeline.StartAsync([Subscribe(exchange)]);
            await EventuallyAsync(() => Task.FromResult(log.Messages.Any(message => message.StartsWith("The database is busy", StringComparison.Ordinal))));
        }

        await CloseOfAsync(20);
        await pipeline.StopAsync();

        (await StoredAsync()).Should().Equal(Recorded(20));
    }

    [Test]
    public async Task A_stop_that_gives_up_leaves_what_was_committed_and_the_next_start_fetches_the_rest()
    {
        await using var exchange = await StartAsync(Minutes(100), speed: 6_000);
        await using var pipeline = CreatePipeline();
        await pipeline.StartAsync([Subscribe(exchange)]);
        await CloseOfAsync(10);
        using (var received = new Measurement("trading.market_data.received"))
        using (HoldLock())
        {
            // More than a bar's states, so that a closed candle is waiting.
            await received.WaitForAsync(8);
            using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));
            var stop = () => pipeline.StopAsync(patience.Token);
            await stop.Should().ThrowAsync<OperationCanceledException>();
        }

        var stored = (await StoredAsync()).ToList();
        stored.Where(row => row.Closed).Should().Equal(Recorded(stored.Count(row => row.Closed)));
        await pipeline.StartAsync([Subscribe(exchange)]);
        await CloseOfAsync(ProvenOf(100));
        await pipeline.StopAsync();

        (await StoredAsync()).Take(ProvenOf(100)).Should().Equal(Recorded(ProvenOf(100)));
    }

    [Test]
    public async Task It_cannot_be_started_twice_nor_with_one_series_twice()
    {
        await using var exchange = await StartAsync(Minutes(5));
        await using var pipeline = CreatePipeline();
        var subscription = Subscribe(exchange);

        var twice = () => pipeline.StartAsync([subscription, subscription with { HistoryFrom = DateTimeOffset.UnixEpoch }]);
        (await twice.Should().ThrowAsync<MarketDataPipelineException>()).Which.Code.Should().Be("pipeline.ambiguous");
        await pipeline.StartAsync([subscription]);
        var again = () => pipeline.StartAsync([subscription]);
        (await again.Should().ThrowAsync<MarketDataPipelineException>()).Which.Code.Should().Be("pipeline.already_started");
    }

    [Test]
    public void Options_out_of_range_are_all_named()
    {
        var create = () => CreatePipeline(options =>
        {
            options.QueueCapacity = 0;
            options.BatchSize = 10_001;
            options.MaxReconnectDelay = TimeSpan.Zero;
        });

        create.Should().Throw<OptionsOutOfRangeException>().WithMessage("*QueueCapacity*BatchSize*MaxReconnectDelay*");
    }

    private static ReplayMarket Minutes(int count) => new(Symbol, "1m", [.. FullDay.Bars.Take(count)]);

    private static Task<ReplayExchangeServer> StartAsync(
        ReplayMarket market, double speed = double.PositiveInfinity, int barsBefore = 0, IReadOnlyList<ReplayOutage>? outages = null) =>
        ReplayExchangeServer.StartAsync(new ReplayExchangeOptions { Markets = [market], Speed = speed, BarsBefore = barsBefore, Outages = outages ?? [] });

    private static MarketDataSubscription Subscribe(ReplayExchangeServer exchange, ILogger<BinanceCandleFeed>? logger = null)
    {
        var feed = new BinanceCandleFeed(new BinanceCandleFeedOptions { StreamEndpoint = exchange.StreamEndpoint, RestEndpoint = exchange.RestEndpoint }, logger);
        return new MarketDataSubscription(feed, new CandleSeries(Symbol, Timeframe.OneMinute), AssetId);
    }

    private MarketDataPipeline CreatePipeline(Action<MarketDataPipelineOptions>? configure = null, ILogger? logger = null)
    {
        var options = new MarketDataPipelineOptions
        {
            BatchDelay = TimeSpan.FromMilliseconds(5),
            ReconnectDelay = TimeSpan.FromMilliseconds(5),
            MaxReconnectDelay = TimeSpan.FromMilliseconds(20),
        };
        configure?.Invoke(options);
        return new MarketDataPipeline(_database.Store, TimeProvider.System, options, logger);
    }

    /// <summary>Takes the write lock of the file, as another process would.</summary>
    private Microsoft.Data.Sqlite.SqliteConnection HoldLock()
    {
        var connection = _database.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        command.ExecuteNonQuery();
        return connection;
    }

    private static CandleRow Recorded(ReplayBar bar) => new(bar.OpenTime, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume);

    private static IEnumerable<CandleRow> Recorded(int count) => FullDay.Bars.Take(count).Select(Recorded);

    /// <summary>How many candles a pipeline can know as closed that connects when the recording is over: nothing follows the last one.</summary>
    private static int ProvenOf(int count) => count - 1;

    private static CandleRow Plain(CandleRow row) => row with { Revision = 0 };

    private async Task<IEnumerable<CandleRow>> StoredAsync() => (await _database.ReadAsync(AssetId)).Select(Plain);

    /// <summary>Waits until the recording's nth candle is stored as closed.</summary>
    private Task CloseOfAsync(int count) => WaitForAsync(FullDay.Bars[count - 1].OpenTime);

    private Task WaitForAsync(long openTime) => EventuallyAsync(async () =>
    {
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(openTime);
        return await _database.Store.ReadAsync(AssetId, Timeframe.OneMinute, instant).AnyAsync(row => row.Closed);
    });

    private static async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        using var deadline = new CancellationTokenSource(Deadline);
        while (!await condition())
            await Task.Delay(5, deadline.Token);
    }
}
