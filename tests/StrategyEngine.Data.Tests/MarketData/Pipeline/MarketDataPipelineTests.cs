using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>What reaches the table and the subscribers, exactly and in order.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public sealed class MarketDataPipelineTests : PipelineFixture
{
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
            var stored = await Database.Store.ReadAsync(
                AssetId, Timeframe.OneMinute, update.Row.OpenInstant, update.Row.OpenInstant.AddTicks(1)).ToListAsync();
            stored.Should().Equal(update.Row);
            if (++seen == 30)
                break;
        }
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

        (await Database.Store.CountAsync(AssetId, Timeframe.OneMinute)).Should().Be(0);
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
        exchange.Send(
            $$$"""{"e":"kline","E":{{{late + 999_999}}},"s":"{{{Symbol}}}","k":{"t":{{{late}}},"s":"{{{Symbol}}}","i":"1m","o":"1","c":"1","h":"1","l":"1","v":"1","x":false}}""");
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
        exchange.Send(
            $$$"""{"e":"kline","E":9,"s":"{{{Symbol}}}","k":{"t":{{{FullDay.Bars[99].OpenTime}}},"s":"{{{Symbol}}}","i":"1m","o":"1","c":"1","h":"1","l":"2","v":"1","x":true}}""");
        await CloseOfAsync(100);
        await pipeline.StopAsync();

        (await StoredAsync()).Should().Equal(Recorded(100));
        exchange.AcceptedConnections.Should().Be(1);
        log.Messages.Count(message => message.StartsWith("Skipped a frame", StringComparison.Ordinal)).Should().Be(3);
        log.Messages.Should().ContainSingle(message => message.StartsWith("Refused a candle", StringComparison.Ordinal)).Which.Should()
            .Contain("High HighBelowLow");
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
        updates.Where(update => update.Row.Closed)
            .Select(update => Plain(update.Row))
            .Should().Equal(Recorded(100).Take(updates.Count(update => update.Row.Closed)));
        updates.Should().HaveCountLessThanOrEqualTo(10);
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
}
