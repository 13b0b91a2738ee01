using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Tests.MarketData;

public sealed class ConflatingCandleChannelTests
{
    private static readonly Guid AssetId = Guid.Parse("0197f3a1-7c55-7d3e-9a11-0123456789ab");

    [Test]
    public async Task Of_an_open_candle_only_the_latest_state_waits()
    {
        var channel = new ConflatingCandleChannel(10);
        await WriteAsync(channel, Open(0, 1), Open(0, 2), Open(0, 3));

        Drain(channel).Should().Equal(Open(0, 3));
    }

    [Test]
    public async Task A_closed_candle_takes_the_place_of_its_open_state_and_is_never_conflated()
    {
        var channel = new ConflatingCandleChannel(10);
        await WriteAsync(channel, Open(0, 1), Closed(0), Closed(1), Closed(2));

        Drain(channel).Should().Equal(Closed(0), Closed(1), Closed(2));
    }

    [Test]
    public async Task An_open_state_stays_behind_the_closed_candle_before_it()
    {
        var channel = new ConflatingCandleChannel(10);
        await WriteAsync(channel, Open(0, 1), Closed(0), Open(1, 2), Open(1, 3));

        Drain(channel).Should().Equal(Closed(0), Open(1, 3));
    }

    [Test]
    public async Task Series_are_conflated_each_for_itself()
    {
        var channel = new ConflatingCandleChannel(10);
        var hour = Open(0, 1) with { Series = new CandleSeries(AssetId, Timeframe.OneHour) };
        await WriteAsync(channel, Open(0, 1), hour, Open(0, 2));

        Drain(channel).Should().Equal(Open(0, 2), hour);
    }

    [Test]
    public async Task Writing_waits_while_the_queue_is_full_and_nothing_is_lost()
    {
        var channel = new ConflatingCandleChannel(2);
        await WriteAsync(channel, Closed(0), Closed(1));

        var third = channel.WriteAsync(Closed(2), CancellationToken.None).AsTask();

        third.IsCompleted.Should().BeFalse();
        channel.TryRead(out var first).Should().BeTrue();
        await third.WaitAsync(TimeSpan.FromSeconds(10));
        Drain(channel).Prepend(first).Should().Equal(Closed(0), Closed(1), Closed(2));
    }

    [Test]
    public void Without_room_an_open_state_is_forgotten_and_a_closed_candle_reported()
    {
        var channel = new ConflatingCandleChannel(1);
        channel.TryWrite(Closed(0)).Should().BeTrue();

        channel.TryWrite(Open(1, 1)).Should().BeTrue();
        channel.TryWrite(Closed(1)).Should().BeFalse();

        Drain(channel).Should().Equal(Closed(0));
        channel.TryWrite(Open(2, 5)).Should().BeTrue();
        Drain(channel).Should().Equal(Open(2, 5));
    }

    [Test]
    public async Task Candles_that_wait_can_be_read_after_the_channel_is_completed()
    {
        var channel = new ConflatingCandleChannel(10);
        await WriteAsync(channel, Closed(0), Open(1, 1));
        channel.Complete();

        (await channel.WaitToReadAsync()).Should().BeTrue();
        Drain(channel).Should().Equal(Closed(0), Open(1, 1));
        (await channel.WaitToReadAsync()).Should().BeFalse();
    }

    private static CandleUpdate Open(int minute, long revision) => Update(minute, false, revision);

    private static CandleUpdate Closed(int minute) => Update(minute, true, 100);

    private static CandleUpdate Update(int minute, bool closed, long revision) =>
        new(new CandleSeries(AssetId, Timeframe.OneMinute), new CandleRow(minute * 60_000L, 1m, 1m, 1m, 1m, 1m, closed, revision));

    private static async Task WriteAsync(ConflatingCandleChannel channel, params CandleUpdate[] updates)
    {
        foreach (var update in updates)
            await channel.WriteAsync(update, CancellationToken.None);
    }

    private static List<CandleUpdate> Drain(ConflatingCandleChannel channel)
    {
        var updates = new List<CandleUpdate>();
        while (channel.TryRead(out var update))
            updates.Add(update);

        return updates;
    }
}
