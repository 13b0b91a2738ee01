// The names of tables come from the test database.
#pragma warning disable EF1002

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Calendars;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.MarketData;

/// <summary>What a store knows of the completeness of its candles, on every engine.</summary>
public abstract class CandleCompletenessSpecification<TDatabase> : CoverageFixture<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const int MissingMinutes = 104;

    [Test]
    public async Task A_real_file_with_gaps_is_complete_once_the_venue_is_known_to_have_no_more()
    {
        await ImportMinutesAsync();

        var before = await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute, FirstMinute, EndOfMinutes);
        var gaps = await Store.FindGapsAsync(AssetId, Timeframe.OneMinute, FirstMinute, EndOfMinutes).ToListAsync();
        var confirmed = await Store.ConfirmEmptyAsync(AssetId, Timeframe.OneMinute, FirstMinute, EndOfMinutes);
        var after = await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute, FirstMinute, EndOfMinutes);

        before.Should()
            .BeEquivalentTo(new { Expected = 4_320, Present = 4_216, VerifiedEmpty = 0, Missing = MissingMinutes, IsComplete = false });
        gaps.Sum(gap => gap.Missing).Should().Be(MissingMinutes);
        confirmed.Should().Be(MissingMinutes);
        after.Should()
            .BeEquivalentTo(new { Expected = 4_320, Present = 4_216, VerifiedEmpty = MissingMinutes, Missing = 0, IsComplete = true });
        after.Hash.Should().NotBe(before.Hash);
        (await Store.FindGapsAsync(AssetId, Timeframe.OneMinute, FirstMinute, EndOfMinutes).ToListAsync()).Should()
            .BeEmpty("what is verified empty is no gap");
        var proof = await Store.ProveAsync(AssetId, Timeframe.OneMinute, FirstMinute, EndOfMinutes);
        (proof.IsUnaltered, proof.Coverage).Should().Be((true, after));
    }

    [Test]
    public async Task A_candle_that_comes_late_takes_the_place_of_a_verified_gap()
    {
        await ImportMinutesAsync();
        var gap = await Store.FindGapsAsync(AssetId, Timeframe.OneMinute, FirstMinute, EndOfMinutes).FirstAsync();
        await Store.ConfirmEmptyAsync(AssetId, Timeframe.OneMinute, FirstMinute, EndOfMinutes);

        await Store.UpsertAsync(
            AssetId, Timeframe.OneMinute, (CandleRow[])[CandleSamples.At(0) with { OpenTime = gap.From.ToUnixTimeMilliseconds() }]);

        (await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute, FirstMinute, EndOfMinutes)).Should().BeEquivalentTo(
            new { Present = 4_217, VerifiedEmpty = MissingMinutes - 1, Missing = 0 });
    }

    [Test]
    public async Task A_gap_at_either_edge_counts()
    {
        await WriteAsync([.. CandleSamples.Walk(10, first: 5)]);

        var coverage = await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute, Day, Day.AddMinutes(20));

        coverage.Should().BeEquivalentTo(new { From = Day, To = Day.AddMinutes(20), Expected = 20, Present = 10, Missing = 10 });
        (await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute)).Should()
            .BeEquivalentTo(new { From = Day.AddMinutes(5), To = Day.AddMinutes(15), Expected = 10, Missing = 0 });
    }

    [Test]
    public async Task An_open_candle_counts_once_it_is_closed()
    {
        await WriteAsync(CandleSamples.At(0), CandleSamples.At(1, closed: false));

        var open = await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute, Day, Day.AddMinutes(2));
        (await Store.ConfirmEmptyAsync(AssetId, Timeframe.OneMinute, Day, Day.AddMinutes(2))).Should()
            .Be(0, "it is there, though not final");
        await WriteAsync(CandleSamples.At(1));

        (open.Present, open.Missing).Should().Be((1, 1));
        (await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute, Day, Day.AddMinutes(2))).Should()
            .BeEquivalentTo(new { Present = 2, Missing = 0 });
    }

    [Test]
    public async Task Nothing_and_a_range_that_ends_before_it_begins_are_not_complete()
    {
        (await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute)).IsComplete.Should().BeFalse();
        (await Store.ReadCoverageAsync(Guid.CreateVersion7(), Timeframe.OneMinute)).IsComplete.Should().BeFalse();
        await FluentActions.Awaiting(() => Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute, EndOfMinutes, FirstMinute)).Should()
            .ThrowAsync<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => Store.FindGapsAsync(AssetId, Timeframe.OneMinute, EndOfMinutes, FirstMinute)).Should()
            .Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public async Task A_candle_that_another_program_stored_at_the_end_of_the_calendar_is_left_out()
    {
        await using (var context = CreateContext())
        {
            context.Add(
                new Candle
                {
                    AssetId = AssetId,
                    Timeframe = Timeframe.OneMonth,
                    OpenTime =
                    new DateTimeOffset(9999, 12, 1, 0, 0, 0, TimeSpan.Zero),
                    Open = 1,
                    High = 1,
                    Low = 1,
                    Close = 1,
                    Closed = true
                });
            await context.SaveChangesAsync();
        }

        (await Store.ProveAsync(AssetId, Timeframe.OneMonth)).Coverage.Present.Should().Be(0);
    }

    [Test]
    public async Task Only_what_the_calendar_has_is_expected()
    {
        // Friday evening to Sunday evening the forex market is closed.
        var friday = new DateTimeOffset(2022, 12, 16, 12, 0, 0, TimeSpan.Zero);
        var calendar = TradingCalendars.ForexWeek;
        var (from, to) = (friday, friday.AddDays(3));
        var sessions = calendar.GetSessions(from, to).ToList();
        var hours = Enumerable.Range(0, 72).Select(hour => friday.AddHours(hour))
            .Where(hour => sessions.Exists(session => session.Start < hour.AddHours(1) && session.End > hour)).ToList();
        await Store.UpsertAsync(
            AssetId,
            Timeframe.OneHour,
            hours.Select(hour => CandleSamples.At(0) with { OpenTime = hour.ToUnixTimeMilliseconds() }).ToArray());

        hours.Count.Should().BeLessThan(72);
        (await Store.ReadCoverageAsync(AssetId, Timeframe.OneHour, from, to, calendar)).Should()
            .BeEquivalentTo(new { Expected = hours.Count, Present = hours.Count, Missing = 0 });
        (await Store.ReadCoverageAsync(AssetId, Timeframe.OneHour, from, to)).Missing.Should().Be(72 - hours.Count);
        (await Store.ConfirmEmptyAsync(AssetId, Timeframe.OneHour, from, to, calendar)).Should().Be(0);
    }

    [TestCase("1s")]
    [TestCase("4h")]
    [TestCase("1d")]
    [TestCase("1w")]
    [TestCase("1mo")]
    public async Task Every_timeframe_is_covered_from_the_first_year_on(string code)
    {
        var timeframe = Timeframe.Parse(code);
        var rows = new List<CandleRow>();
        foreach (var start
            in (DateTimeOffset[])[DateTimeOffset.MinValue, DateTimeOffset.UnixEpoch.AddYears(-3), new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero)])
        {
            var openTime = timeframe.IsBoundary(start.ToUnixTimeMilliseconds())
                ? start.ToUnixTimeMilliseconds()
                : timeframe.Next(start.ToUnixTimeMilliseconds());
            for (var i = 0; i < 500; i++, openTime = timeframe.Next(openTime))
                rows.Add(CandleSamples.At(0) with { OpenTime = openTime, Close = 100m + (i * 0.001m) });
        }

        var last = rows[^1].OpenInstant;
        var result = await Store.UpsertAsync(
            AssetId, timeframe, rows.DistinctBy(row => row.OpenTime).ToArray(), validation: CandleValidation.Lenient);

        var proof = await Store.ProveAsync(AssetId, timeframe, rows[1_000].OpenInstant, timeframe.Next(last));
        (proof.IsUnaltered, proof.Coverage.Present, proof.Coverage.Missing).Should().Be((true, 500, 0));
        (await Store.ProveAsync(AssetId, timeframe, to: timeframe.Next(rows[499].OpenInstant))).Coverage.Should()
            .BeEquivalentTo(new { Present = 500, Expected = 500, Missing = 0 });
        (await Store.RemoveAsync(AssetId, timeframe)).Should().Be(result.Inserted);
        (await Store.ReadCoverageAsync(AssetId, timeframe)).Should().BeEquivalentTo(new { Present = 0, Expected = 0 });
    }

    [Test]
    public async Task Removing_a_range_removes_what_is_recorded_of_it_and_nothing_else()
    {
        await WriteAsync([.. CandleSamples.Walk(3_000)]);

        var removed = await Store.RemoveAsync(AssetId, Timeframe.OneMinute, Day.AddMinutes(100), Day.AddMinutes(2_900));

        removed.Should().Be(2_800);
        (await Store.ReadAsync(AssetId, Timeframe.OneMinute).ToListAsync()).Should()
            .Equal([.. CandleSamples.Walk(100), .. CandleSamples.Walk(100, first: 2_900)]);
        var proof = await ProveAsync();
        (proof.IsUnaltered, proof.Coverage.Present, proof.Coverage.Missing).Should().Be((true, 200, 2_800));
    }

    [Test]
    public async Task Retention_leaves_a_record_that_is_true()
    {
        await WriteAsync([.. CandleSamples.Walk(3_000)]);
        var ages = new Dictionary<Timeframe, TimeSpan> { [Timeframe.OneMinute] = Time.GetUtcNow() - Day.AddMinutes(999) };

        await Get<StrategyEngine.Data.Administration.DatabaseAdministrator>()
            .RemoveOlderThanAsync(options: new() { CandleAges = ages, BatchSize = 300 });

        var proof = await Store.ProveAsync(AssetId, Timeframe.OneMinute);
        (proof.IsUnaltered, proof.Coverage.From, proof.Coverage.Present).Should().Be((true, Day.AddMinutes(1_000), 2_000));
    }

    [Test]
    public async Task Candles_whose_record_cannot_be_written_are_not_stored_either()
    {
        await WriteAsync([.. CandleSamples.Walk(100)]);

        // Half way through the batch, when the candles are written and their record is not.
        await RenameAsync("candle_coverage", "candle_coverage_elsewhere");
        await FluentActions.Awaiting(() => WriteAsync([.. CandleSamples.Walk(500, revision: 1)])).Should()
            .ThrowAsync<CandleTableException>();
        await FluentActions.Awaiting(() => WriteAsync([.. CandleSamples.Walk(500, first: 1_000)])).Should()
            .ThrowAsync<CandleTableException>();
        await RenameAsync("candle_coverage_elsewhere", "candle_coverage");

        (await Store.ReadAsync(AssetId, Timeframe.OneMinute).ToListAsync()).Should().Equal(CandleSamples.Walk(100));
        var proof = await ProveAsync();
        (proof.IsUnaltered, proof.Coverage.Present).Should().Be((true, 100));
        (await WriteAsync([.. CandleSamples.Walk(500, revision: 1)])).Should().BeEquivalentTo(new { Inserted = 400, Updated = 100 });
        (await ProveAsync()).Should().BeEquivalentTo(new { IsUnaltered = true, Coverage = new { Present = 500 } });

        async Task RenameAsync(string table, string name)
        {
            await using var context = CreateContext();
            await TestDatabase.ExecuteAsOwnerAsync(context, $"ALTER TABLE {TestDatabase.Table(table)} RENAME TO {name}");
        }
    }

    [Test]
    public async Task Two_writers_of_one_range_leave_the_record_of_both()
    {
        await using var second = BuildServices();
        var even = CandleSamples.Walk(20_000).Where((_, index) => index % 2 == 0).Chunk(500).ToList();
        var odd = CandleSamples.Walk(20_000).Where((_, index) => index % 2 == 1).Chunk(500).ToList();

        await Task.WhenAll(
            WriteAllAsync(Store, even),
            WriteAllAsync(
                Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<CandleStore>(second), odd));

        var proof = await ProveAsync();
        (proof.IsUnaltered, proof.Coverage.Present, proof.Coverage.Missing).Should().Be((true, 20_000, 0));

        async Task WriteAllAsync(CandleStore store, List<CandleRow[]> parts)
        {
            foreach (var part in parts)
                await store.UpsertAsync(AssetId, Timeframe.OneMinute, part);
        }
    }

    [Test]
    public async Task The_future_cannot_be_confirmed_to_be_empty()
    {
        var confirm = () => Store.ConfirmEmptyAsync(AssetId, Timeframe.OneMinute, Day, Time.GetUtcNow().AddMinutes(1));

        await confirm.Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Test]
    public async Task A_candle_that_still_forms_is_not_confirmed_to_be_empty()
    {
        var now = Time.GetUtcNow();
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);

        (await Store.ConfirmEmptyAsync(AssetId, Timeframe.OneDay, today.AddDays(-3), now)).Should().Be(3);

        var gap = await Store.FindGapsAsync(AssetId, Timeframe.OneDay, today.AddDays(-3), now).SingleAsync();
        (gap.From, gap.Missing).Should().Be((today, 1));
    }

    [Test]
    public async Task A_volume_of_minus_zero_is_zero()
    {
        await WriteAsync(
            CandleSamples.At(0) with { Volume = decimal.Negate(0m) }, CandleSamples.At(1) with { Volume = decimal.Negate(0.00m) });

        (await ProveAsync()).IsUnaltered.Should().BeTrue();
        (await Store.ReadAsync(AssetId, Timeframe.OneMinute).ToListAsync()).Should().OnlyContain(row => row.Volume == 0m);
    }

    [Test]
    public async Task A_range_may_begin_and_end_where_the_calendar_does()
    {
        await WriteAsync(CandleSamples.At(0));

        (await Store.ProveAsync(AssetId, Timeframe.OneMinute, DateTimeOffset.MinValue, Day.AddMinutes(1))).Coverage.Present.Should().Be(1);
        (await Store.ReadCoverageAsync(AssetId, Timeframe.OneMonth, DateTimeOffset.MinValue, DateTimeOffset.MaxValue)).Expected.Should()
            .Be((12 * 9_999) - 1);
        (await Store.FindGapsAsync(AssetId, Timeframe.OneMonth, Day, DateTimeOffset.MaxValue).SingleAsync()).Missing.Should()
            .BeGreaterThan(90_000);
        (await Store.ReadCoverageAsync(AssetId, Timeframe.OneSecond, to: DateTimeOffset.UnixEpoch.AddYears(60))).Expected.Should()
            .Be(0, "nothing is stored from which to count");
        var last = await Store.UpsertAsync(
            AssetId,
            Timeframe.OneMonth,
            (CandleRow[])[
                CandleSamples.At(0) with { OpenTime = new DateTimeOffset(9999, 12, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds() },
            ],
            validation: CandleValidation.Lenient);
        last.Refused.Should().Be(1, "it would end behind the calendar");
    }

    [Test]
    public async Task A_series_without_candles_is_empty_and_proven()
    {
        (await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute)).Should()
            .BeEquivalentTo(new { Expected = 0, Present = 0, IsComplete = false });
        (await ProveAsync()).IsUnaltered.Should().BeTrue();
        (await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute, Day, Day.AddHours(1))).Missing.Should().Be(60);
        (await Store.RemoveAsync(AssetId, Timeframe.OneMinute)).Should().Be(0);
    }

    private Task<CandleUpsertResult> ImportMinutesAsync() =>
        Store.UpsertAsync(AssetId, Timeframe.OneMinute, CandleCsvReader.ReadAsync(CandleSamples.MinutesWithGaps));
}
