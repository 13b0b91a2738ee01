using FluentAssertions;

using NUnit.Framework;

using ReplayExchange;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>What the pipeline does when the venue, the database or the application itself is away for a while.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
[NonParallelizable]
public sealed class MarketDataOutageTests : PipelineFixture
{
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
        (await watching.WaitAsync(Deadline))
            .Where(update => update.Row.Closed)
            .Select(update => Plain(update.Row))
            .Take(ProvenOf(120))
            .Should().Equal(Recorded(ProvenOf(120)));
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
        (await Database.Store.CountAsync(AssetId, Timeframe.OneMinute)).Should().BeLessThan(200);

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
        await pipeline.StartAsync(
            [Subscribe(exchange) with { HistoryFrom = DateTimeOffset.FromUnixTimeMilliseconds(FullDay.Bars[100].OpenTime) }]);

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
    public async Task A_venue_that_cannot_be_reached_is_tried_until_it_can()
    {
        var exchange = await StartAsync(Minutes(5));
        var subscription = Subscribe(exchange);
        await exchange.DisposeAsync();
        var log = new RecordingLogger();
        await using var pipeline = CreatePipeline(logger: log);

        await pipeline.StartAsync([subscription]);
        await EventuallyAsync(
            () => Task.FromResult(log.Messages.Count(message => message.Contains("feed.unreachable", StringComparison.Ordinal)) >= 3));
        await pipeline.StopAsync();

        pipeline.Completion.IsCompletedSuccessfully.Should().BeTrue();
    }

    [Test]
    public async Task A_database_that_refuses_stops_the_pipeline_and_tells_everybody_why()
    {
        await using var exchange = await StartAsync(Minutes(20));
        await using var pipeline = CreatePipeline();
        var watching = pipeline.WatchAsync(AssetId, Timeframe.OneMinute).ToListAsync().AsTask();
        Database.Execute("CREATE TRIGGER no_more BEFORE INSERT ON market_data BEGIN SELECT RAISE(ABORT, 'no'); END");

        await pipeline.StartAsync([Subscribe(exchange)]);

        foreach (var task in new[] { pipeline.Completion, watching })
        {
            var failure =
                (await FluentActions.Awaiting(() => task.WaitAsync(Deadline)).Should().ThrowAsync<MarketDataPipelineException>()).Which;
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
            await EventuallyAsync(
                () => Task.FromResult(log.Messages.Any(message => message.StartsWith("The database is busy", StringComparison.Ordinal))));
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
}
