using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Specifications.Migrations;

namespace StrategyEngine.Data.Specifications.MarketData.Indicators;

/// <summary>What an update calculates, and calculates again, when candles come, change and go.</summary>
public abstract class IndicatorUpdateSpecification<TDatabase> : IndicatorFixture<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Many_updates_are_equal_to_one()
    {
        var other = await SaveAssetAsync("ETHUSDT");
        var rows = CandleSamples.Walk(12_345).ToArray();
        await WriteAsync(rows);
        var at = 0;
        foreach (var length in (int[])[1, 1, 12, 1, 19, 400, 6_000, 1, 1, 5_909])
        {
            await Candles.UpsertAsync(other, Timeframe.OneMinute, rows.AsMemory(at, length));
            at += length;
            (await Store.UpdateAsync(other, Timeframe.OneMinute)).Should()
                .BeEquivalentTo(new { Computed = length, BeganAnew = false, LastOpenTime = Day.AddMinutes(at - 1) });
        }

        var result = await UpdateAsync();

        result.Should().Be(new IndicatorUpdateResult(12_345, null, false, Day.AddMinutes(12_344)));
        at.Should().Be(rows.Length);
        await ShouldEqualBatchAsync(Standard);
        await ShouldEqualBatchAsync(Standard, other);
    }

    [Test]
    public async Task An_update_without_news_changes_nothing()
    {
        await WriteAsync([.. CandleSamples.Walk(100)]);
        await UpdateAsync();

        (await UpdateAsync()).Should().Be(new IndicatorUpdateResult(0, Day.AddMinutes(99), false, Day.AddMinutes(99)));
    }

    [Test]
    public async Task Each_batch_is_reported()
    {
        await WriteAsync([.. CandleSamples.Walk(11_000)]);
        var log = new ProgressLog<IndicatorProgress>();

        await Store.UpdateAsync(AssetId, Timeframe.OneMinute, progress: log);

        log.Reports.Should().Equal(
            new IndicatorProgress(5_000, Day.AddMinutes(4_999)),
            new IndicatorProgress(10_000, Day.AddMinutes(9_999)),
            new IndicatorProgress(11_000, Day.AddMinutes(10_999)));
    }

    [TestCase(3)]
    [TestCase(100)]
    [TestCase(1_500)]
    [TestCase(10_039)]
    public async Task A_correction_costs_little_more_than_sixteen_times_what_lies_behind_it(int back)
    {
        const int count = 10_040;
        var rows = CandleSamples.Walk(count).ToArray();
        await WriteAsync(rows[..10_000]);
        await UpdateAsync();
        for (var i = 10_000; i < count; i++)
        {
            await WriteAsync(rows[i]);
            await UpdateAsync();
        }

        await WriteAsync(rows[count - 1 - back] with { Close = rows[count - 1 - back].Open, Revision = 1 });
        var result = await UpdateAsync();

        result.BeganAnew.Should().BeTrue();
        result.Computed.Should().BeGreaterThan(back).And.BeLessThanOrEqualTo((16 * back) + 250);
        result.ContinuedAfter.Should().Be(result.Computed == count ? null : Day.AddMinutes(count - 1 - result.Computed));
        await ShouldEqualBatchAsync(Standard);
    }

    [Test]
    public async Task A_candle_that_comes_late_is_fitted_in()
    {
        var rows = CandleSamples.Walk(6_000).ToArray();
        await WriteAsync([.. rows.Where((_, minute) => minute is not (0 or 200 or 5_900))]);
        await UpdateAsync();
        await ShouldEqualBatchAsync(Standard);

        foreach (var minute in (int[])[5_900, 200, 0])
        {
            await WriteAsync(rows[minute]);
            (await UpdateAsync()).BeganAnew.Should().BeTrue();
            await ShouldEqualBatchAsync(Standard);
        }

        (await Store.ReadAsync(AssetId, Timeframe.OneMinute).CountAsync()).Should().Be(6_000);
    }

    [TestCase(0, 100)]
    [TestCase(2_500, 2_501)]
    [TestCase(5_990, 6_000)]
    [TestCase(0, 6_000)]
    public async Task The_values_of_candles_that_were_removed_are_deleted(int from, int to)
    {
        await WriteAsync([.. CandleSamples.Walk(6_000)]);
        await UpdateAsync();

        await Candles.RemoveAsync(AssetId, Timeframe.OneMinute, Day.AddMinutes(from), Day.AddMinutes(to));
        var result = await UpdateAsync();

        result.BeganAnew.Should().BeTrue();
        result.LastOpenTime.Should().Be(to - from == 6_000 ? null : to == 6_000 ? Day.AddMinutes(from - 1) : Day.AddMinutes(5_999));
        await ShouldEqualBatchAsync(Standard);
        await using var context = CreateContext();
        (await context.IndicatorValues.CountAsync()).Should().Be(6_000 - to + from);
    }

    [Test]
    public async Task An_open_candle_is_not_there_until_it_is_closed()
    {
        await WriteAsync([.. CandleSamples.Walk(30), Open(30)]);
        (await UpdateAsync()).LastOpenTime.Should().Be(Day.AddMinutes(29));
        (await UpdateAsync()).Computed.Should().Be(0);

        await WriteAsync([.. CandleSamples.Walk(5, first: 31)]);
        (await UpdateAsync()).Should().Be(new IndicatorUpdateResult(5, Day.AddMinutes(29), false, Day.AddMinutes(35)));
        await WriteAsync([Open(20) with { OpenTime = Day.AddMinutes(-1).ToUnixTimeMilliseconds() }]);
        (await UpdateAsync()).Computed.Should().Be(0);
        await ShouldEqualBatchAsync(Standard);
        await WriteAsync([.. CandleSamples.Walk(1, first: 30)]);

        (await UpdateAsync()).Should()
            .Match<IndicatorUpdateResult>(result => result.BeganAnew && result.LastOpenTime == Day.AddMinutes(35));
        await ShouldEqualBatchAsync(Standard);

        static CandleRow Open(int minute) => CandleSamples.Walk(1, first: minute).Single() with { Closed = false, Close = 20_001m };
    }

    [Test]
    public async Task A_venue_that_has_no_candle_there_changes_nothing()
    {
        await WriteAsync([.. CandleSamples.Walk(100).Where((_, minute) => minute != 50)]);
        await UpdateAsync();

        await Candles.ConfirmEmptyAsync(AssetId, Timeframe.OneMinute, Day, Day.AddMinutes(100));

        (await UpdateAsync()).Should().BeEquivalentTo(new { Computed = 0, BeganAnew = false });
    }

    [Test]
    public async Task A_candle_that_changes_during_an_update_is_noticed_by_the_next()
    {
        var rows = CandleSamples.Walk(11_000).ToArray();
        await WriteAsync(rows);
        var isFirst = true;
        var change = new ProgressLog<IndicatorProgress>(_ =>
        {
            if (isFirst)
                Candles.Upsert(AssetId, Timeframe.OneMinute, [rows[77] with { Close = 20_001m, Revision = 1 }]);
            isFirst = false;
        });

        (await Store.UpdateAsync(AssetId, Timeframe.OneMinute, progress: change)).Computed.Should().Be(11_000);
        (await UpdateAsync()).BeganAnew.Should().BeTrue();

        await ShouldEqualBatchAsync(Standard);
    }

    [Test]
    public async Task What_another_program_changed_is_noticed_once_it_is_accepted()
    {
        await WriteAsync([.. CandleSamples.Walk(100)]);
        await UpdateAsync();
        await using (var context = CreateContext())
        {
            await context.MarketData.Where(candle => candle.OpenTime == Day.AddMinutes(50))
                .ExecuteUpdateAsync(set => set.SetProperty(candle => candle.Close, candle => candle.Open));
        }

        (await UpdateAsync()).BeganAnew.Should().BeFalse();
        await Candles.RebuildCoverageAsync(AssetId, Timeframe.OneMinute);
        (await UpdateAsync()).BeganAnew.Should().BeTrue();

        await ShouldEqualBatchAsync(Standard);
    }

    [Test]
    public async Task A_cancelled_update_goes_on_later()
    {
        await WriteAsync([.. CandleSamples.Walk(11_000)]);
        using var cancellation = new CancellationTokenSource();
        var log = new ProgressLog<IndicatorProgress>(_ => cancellation.Cancel());

        await Store.Awaiting(store => store.UpdateAsync(AssetId, Timeframe.OneMinute, null, log, cancellation.Token)).Should()
            .ThrowAsync<OperationCanceledException>();
        var result = await UpdateAsync();

        result.Should().Be(new IndicatorUpdateResult(6_000, Day.AddMinutes(4_999), false, Day.AddMinutes(10_999)));
        await ShouldEqualBatchAsync(Standard);
    }

    [Test]
    public async Task What_retention_removed_does_not_come_back()
    {
        await WriteAsync([.. CandleSamples.Walk(3_000)]);
        await UpdateAsync();
        await RetainAsync(indicatorsFrom: 1_000);
        (await FirstAsync()).Should().Be((Day.AddMinutes(1_000), 2_000));

        await WriteAsync([.. CandleSamples.Walk(10, first: 3_000)]);
        (await UpdateAsync()).Should().Be(new IndicatorUpdateResult(10, Day.AddMinutes(2_999), false, Day.AddMinutes(3_009)));
        await WriteAsync(CandleSamples.At(500, revision: 1));
        (await UpdateAsync()).BeganAnew.Should().BeTrue();

        (await FirstAsync()).Should().Be((Day.AddMinutes(1_000), 2_010));
        await ShouldEqualBatchAsync(Standard, from: 1_000);
        await RetainAsync(indicatorsFrom: 3_010);
        await WriteAsync(CandleSamples.At(500, revision: 2, close: 100.5m));
        await UpdateAsync();
        (await Store.ReadAsync(AssetId, Timeframe.OneMinute).CountAsync()).Should().Be(0);
        await WriteAsync([.. CandleSamples.Walk(10, first: 3_010)]);
        await UpdateAsync();
        await ShouldEqualBatchAsync(Standard, from: 3_010);

        async Task<(DateTimeOffset, int)> FirstAsync()
        {
            var values = await Store.ReadAsync(AssetId, Timeframe.OneMinute).ToListAsync();
            return (values[0].OpenTime, values.Count);
        }
    }

    [Test]
    public async Task After_a_retention_of_candles_the_values_are_those_of_the_candles_that_are_left()
    {
        await WriteAsync([.. CandleSamples.Walk(3_000)]);
        await UpdateAsync();

        await RetainAsync(indicatorsFrom: 1_000, candlesFrom: 900);
        (await UpdateAsync()).BeganAnew.Should().BeTrue();

        await ShouldEqualBatchAsync(Standard, from: 1_000);
        await RetainAsync(indicatorsFrom: 2_900, candlesFrom: 2_900);
        await UpdateAsync();
        await ShouldEqualBatchAsync(Standard, from: 2_900);
    }
}
