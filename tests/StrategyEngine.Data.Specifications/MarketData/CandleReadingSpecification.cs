using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Specifications.MarketData;

/// <summary>The ways to read candles, on every engine.</summary>
public abstract class CandleReadingSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly DateTimeOffset Day = DateTimeOffset.FromUnixTimeMilliseconds(CandleSamples.Day);

    private Guid _assetId;

    private CandleStore Store => Get<CandleStore>();

    [SetUp]
    public async Task SaveAssetAsync()
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        _assetId = asset.Id;
    }

    [TestCase("5m", 5)]
    [TestCase("1h", 60)]
    [TestCase("1d", 1_440)]
    public async Task Minutes_become_candles_of_a_longer_timeframe(string code, int minutes)
    {
        const int Count = 3_000;
        var rows = CandleSamples.Walk(Count).ToList();
        await Store.UpsertAsync(_assetId, Timeframe.OneMinute, rows.ToArray());

        var resampled = await Store.ResampleAsync(_assetId, Timeframe.OneMinute, Timeframe.Parse(code)).ToListAsync();

        resampled.Should().Equal(rows.Chunk(minutes).Select(chunk => new CandleRow(
            chunk[0].OpenTime,
            chunk[0].Open,
            chunk.Max(row => row.High),
            chunk.Min(row => row.Low),
            chunk[^1].Close,
            chunk.Sum(row => row.Volume),
            chunk.Length == minutes)));
    }

    [Test]
    public async Task What_follows_a_range_tells_that_its_last_candle_is_final()
    {
        // The last minute of the hour had no trade.
        await Store.UpsertAsync(_assetId, Timeframe.OneMinute, CandleSamples.Walk(90).Where((_, minute) => minute != 59).ToArray());

        var hours = await Store.ResampleAsync(_assetId, Timeframe.OneMinute, Timeframe.OneHour, Day, Day.AddHours(1)).ToListAsync();

        hours.Should().ContainSingle().Which.Closed.Should().BeTrue();
        (await Store.ResampleAsync(_assetId, Timeframe.OneMinute, Timeframe.OneHour, Day.AddHours(1), Day.AddHours(2)).ToListAsync())
            .Should().ContainSingle().Which.Closed.Should().BeFalse();
    }

    [Test]
    public async Task Weeks_begin_on_Monday_and_months_on_the_first()
    {
        // 2023-12-25 is a Monday; 2024 is a leap year.
        var first = new DateTimeOffset(2023, 12, 25, 0, 0, 0, TimeSpan.Zero);
        var days = Enumerable.Range(0, 100).Select(day => new CandleRow(first.AddDays(day).ToUnixTimeMilliseconds(), 10, 10 + day, 1, 5, 1))
            .ToArray();
        await Store.UpsertAsync(_assetId, Timeframe.OneDay, days);

        var weeks = await Store.ResampleAsync(_assetId, Timeframe.OneDay, Timeframe.OneWeek).ToListAsync();
        var months = await Store.ResampleAsync(_assetId, Timeframe.OneDay, Timeframe.OneMonth).ToListAsync();

        weeks.Should().HaveCount(15);
        weeks.Select(week => week.OpenInstant).Should().OnlyContain(open => open.DayOfWeek == DayOfWeek.Monday);
        weeks.Select(week => (week.Volume, week.Closed)).Should().Equal([.. Enumerable.Repeat((7m, true), 14), (2m, false)]);
        months.Select(month => (month.OpenInstant.Month, month.OpenInstant.Day, month.Volume, month.Closed)).Should().Equal(
            (12, 1, 7m, true), (1, 1, 31m, true), (2, 1, 29m, true), (3, 1, 31m, true), (4, 1, 2m, false));
    }

    [Test]
    public async Task A_longer_candle_is_final_only_if_all_of_it_is()
    {
        var rows = CandleSamples.Walk(10).ToArray();
        rows[2] = rows[2] with { Closed = false };
        rows[9] = rows[9] with { Closed = false, Revision = 7 };
        await Store.UpsertAsync(_assetId, Timeframe.OneMinute, rows);

        var resampled = await Store.ResampleAsync(_assetId, Timeframe.OneMinute, Timeframe.FiveMinutes).ToListAsync();

        resampled.Select(row => (row.Closed, row.Revision)).Should().Equal((false, 0L), (false, 7L));
    }

    [Test]
    public async Task Minutes_without_trades_do_not_keep_a_longer_candle_open_once_a_later_one_is_there()
    {
        var rows = CandleSamples.Walk(11).Where((_, minute) => minute is 0 or 7 or 10).ToArray();
        await Store.UpsertAsync(_assetId, Timeframe.OneMinute, rows);

        var resampled = await Store.ResampleAsync(_assetId, Timeframe.OneMinute, Timeframe.FiveMinutes).ToListAsync();

        resampled.Select(row => (row.OpenTime, row.Open, row.Closed)).Should().Equal(
            (CandleSamples.Day, rows[0].Open, true),
            (CandleSamples.Day + (5 * CandleSamples.Minute), rows[1].Open, true),
            (CandleSamples.Day + (10 * CandleSamples.Minute), rows[2].Open, false));
    }

    [Test]
    public async Task A_range_of_longer_candles_holds_whole_ones_only()
    {
        await Store.UpsertAsync(_assetId, Timeframe.OneMinute, CandleSamples.Walk(60).ToArray());

        var range = await Store.ResampleAsync(_assetId, Timeframe.OneMinute, Timeframe.FiveMinutes, Day.AddMinutes(7), Day.AddMinutes(22))
            .ToListAsync();

        range.Select(row => row.OpenInstant).Should().Equal(Day.AddMinutes(10), Day.AddMinutes(15), Day.AddMinutes(20));
        range.Should().OnlyContain(row => row.Closed);
        (await Store.ResampleAsync(_assetId, Timeframe.OneMinute, Timeframe.OneMonth, DateTimeOffset.MinValue, DateTimeOffset.MaxValue)
            .ToListAsync()).Should().ContainSingle();
    }

    [TestCase("5m", "1m")]
    [TestCase("5m", "5m")]
    [TestCase("8h", "12h")]
    [TestCase("1w", "1mo")]
    [TestCase("1mo", "1w")]
    public void A_timeframe_that_does_not_hold_whole_ones_of_the_other_is_refused(string source, string target) =>
        Store.Invoking(store => store.ResampleAsync(_assetId, Timeframe.Parse(source), Timeframe.Parse(target))).Should()
            .Throw<ArgumentException>().WithMessage($"*{target}*{source}*");

    [Test]
    public async Task Columns_hold_what_rows_hold()
    {
        var rows = CandleSamples.Walk(9_000).ToArray();
        await Store.UpsertAsync(_assetId, Timeframe.OneMinute, rows);

        var columns = await Store.ReadColumnsAsync(_assetId, Timeframe.OneMinute);

        columns.Count.Should().Be(rows.Length);
        Enumerable.Range(0, columns.Count).Select(i => new CandleRow(
            columns.OpenTimes[i], columns.Open[i], columns.High[i], columns.Low[i], columns.Close[i], columns.Volume[i], columns.Closed[i],
            0, columns.QuoteVolume[i], columns.TradeCount[i]))
            .Should().Equal(rows);
        CandleColumns.ToDoubles(columns.Close).Should().Equal(rows.Select(row => (double)row.Close));
        (await Store.ReadColumnsAsync(_assetId, Timeframe.OneHour)).Count.Should().Be(0);
        (await Store.ReadColumnsAsync(_assetId, Timeframe.OneMinute, Day, Day.AddMinutes(5))).Volume.ToArray().Should()
            .Equal(rows.Take(5).Select(row => row.Volume));
    }

    [Test]
    public async Task Pages_go_backwards_from_the_first_of_the_page_before()
    {
        await Store.UpsertAsync(_assetId, Timeframe.OneMinute, CandleSamples.Walk(25).ToArray());
        var pages = new List<IReadOnlyList<CandleRow>>();

        for (DateTimeOffset? before = null;
            await Store.ReadLatestAsync(_assetId, Timeframe.OneMinute, 10, before) is { Count: > 0 } page; before = page[0].OpenInstant)
        {
            pages.Add(page);
        }

        pages.Should().HaveCount(3);
        Enumerable.Reverse(pages).SelectMany(page => page).Should().Equal(CandleSamples.Walk(25));
    }

    [Test]
    public async Task As_of_an_instant_the_last_candle_is_one_that_had_ended()
    {
        await Store.UpsertAsync(_assetId, Timeframe.FiveMinutes, CandleSamples.Walk(20).Where((_, minute) => minute % 5 == 0).ToArray());

        (await ReadAsOfAsync(Day.AddMinutes(5).AddTicks(-1))).Should().BeNull();
        (await ReadAsOfAsync(Day.AddMinutes(5))).Should().Be(Day);
        (await ReadAsOfAsync(Day.AddMinutes(9.99))).Should().Be(Day);
        (await ReadAsOfAsync(Day.AddMinutes(10))).Should().Be(Day.AddMinutes(5));
        (await ReadAsOfAsync(Day.AddDays(1))).Should().Be(Day.AddMinutes(15));

        async Task<DateTimeOffset?> ReadAsOfAsync(DateTimeOffset instant) =>
            (await Store.ReadAsOfAsync(_assetId, Timeframe.FiveMinutes, instant))?.OpenInstant;
    }

    [Test]
    public async Task Gaps_are_found_with_the_edges()
    {
        await Store.UpsertAsync(
            _assetId,
            Timeframe.OneMinute,
            CandleSamples.Walk(30).Where((_, minute) => minute is not (< 3 or 10 or (> 14 and < 20))).ToArray());

        var gaps = await Store.FindGapsAsync(_assetId, Timeframe.OneMinute, Day, Day.AddMinutes(35)).ToListAsync();

        gaps.Select(gap => ((gap.From - Day).TotalMinutes, (gap.To - Day).TotalMinutes, gap.Missing)).Should()
            .Equal((0, 3, 3L), (10, 11, 1L), (15, 20, 5L), (30, 35, 5L));
        (await Store.FindGapsAsync(_assetId, Timeframe.OneMinute, Day.AddMinutes(3), Day.AddMinutes(10)).ToListAsync()).Should().BeEmpty();
        (await Store.FindGapsAsync(_assetId, Timeframe.OneHour, Day, Day.AddHours(3)).ToListAsync()).Should()
            .ContainSingle().Which.Missing.Should().Be(3);
    }
}
