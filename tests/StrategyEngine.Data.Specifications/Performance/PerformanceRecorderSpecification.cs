using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Performance;

/// <summary>Performance rows are computed from what the database holds, exactly once each.</summary>
public abstract class PerformanceRecorderSpecification<TDatabase> : PerformanceSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Closed_trades_become_a_row_of_their_day_week_month_and_year_and_of_all_time()
    {
        await AddTradesAsync((Monday.AddDays(30).AddHours(3), 100), (Monday.AddDays(31), -40), (Monday.AddDays(31).AddHours(5), 0));

        await Recorder.RecordAsync(Strategy);

        var rows = await ReadAsync();
        rows.Select(row => (row.Period, row.StartDate, row.EndDate, row.TotalTrades, row.WinningTrades, row.LosingTrades, row.TotalPnl))
            .Should().Equal(
            (MetricsPeriod.Daily, Monday.AddDays(30), Monday.AddDays(31), 1, 1, 0, 100),
            (MetricsPeriod.Daily, Monday.AddDays(31), Monday.AddDays(32), 2, 0, 1, -40),
            (MetricsPeriod.Weekly, Monday.AddDays(28), Monday.AddDays(35), 3, 1, 1, 60),
            (MetricsPeriod.Monthly, Monday, Monday.AddDays(31), 1, 1, 0, 100),
            (MetricsPeriod.Monthly, Monday.AddDays(31), Monday.AddDays(60), 2, 0, 1, -40),
            (MetricsPeriod.Yearly, Monday, Monday.AddYears(1), 3, 1, 1, 60),
            (MetricsPeriod.AllTime, Monday.AddDays(30), Monday.AddDays(32), 3, 1, 1, 60));
    }

    [Test]
    public async Task The_figures_of_trades_equal_the_published_values()
    {
        // freqtrade (GPL 3.0), tests/data/test_metrics.py: the profits of its expectancy test.
        decimal[] profits = [100, 200, 50, -150, 300, -100, 80, -30];
        await AddTradesAsync([.. profits.Select((profit, day) => (Monday.AddDays(day), profit))]);

        var all = (await Recorder.RecordAsync(Strategy)).AllTime[Settled];

        all.Expectancy.Should().Be(56.25m);
        all.ProfitFactor.Should().BeApproximately(2.607142857142857, Precision);
        all.WinRate.Should().BeApproximately(0.625, Precision);
        all.AvgWin.Should().Be(146m);
        all.AvgLoss.Should().Be(-93.33333333m);
        all.LargestWin.Should().Be(300m);
        all.LargestLoss.Should().Be(-150m);
        all.MaxDrawdown.Should().BeNull();
        all.SharpeRatio.Should().BeNull();
        all.PeriodsPerYear.Should().BeNull();
    }

    [Test]
    public async Task The_figures_of_an_equity_curve_equal_the_published_values()
    {
        await Recorder.MarkAsync(PublishedMarks());

        await Recorder.RecordAsync(Run, AnnualizationBasis.TradingDays);

        var all = (await ReadAsync()).Single(row => row.Period == MetricsPeriod.AllTime);
        all.SharpeRatio.Should().BeApproximately(1.7238613961706866, Precision);
        all.SortinoRatio.Should().BeApproximately(2.605531251673693, Precision);
        all.MaxDrawdown.Should().BeApproximately(-0.1, Precision);
        all.PeriodsPerYear.Should().Be(252);
        all.TotalTrades.Should().Be(0);
        all.WinRate.Should().BeNull();
        all.CalmarRatio.Should().BeApproximately(CalmarRatio.Calculate([.01, .10, -.04, .02, .03, .02, .01, -.10], 252)!.Value, Precision);
        (all.Observations, all.OpeningEquity, all.NetFlow, all.FormulaVersion).Should()
            .Be((8, 1_000_000m, 0m, PerformanceRecorder.FormulaVersion));
        all.MaxDrawdownTroughAt.Should().Be(Monday.AddDays(8).AddHours(-1));
    }

    [Test]
    public async Task Recording_again_doubles_and_changes_nothing()
    {
        await AddTradesAsync((Monday, 100), (Monday.AddDays(1), -30));
        await Recorder.MarkAsync(PublishedMarks());
        var first = await Recorder.RecordAsync(Run);
        var before = await ReadAsync();
        Time.Advance(TimeSpan.FromHours(1));

        var second = await Recorder.RecordAsync(Run);

        first.Should().BeEquivalentTo(new { Inserted = before.Count, Updated = 0, Removed = 0 });
        second.Should().BeEquivalentTo(new { Inserted = 0, Updated = 0, Removed = 0 });
        (await ReadAsync()).Should().BeEquivalentTo(before);
    }

    [Test]
    public async Task A_later_trade_changes_the_rows_it_belongs_to()
    {
        await AddTradesAsync((Monday, 100));
        await Recorder.RecordAsync(Strategy);
        await AddTradesAsync((Monday.AddDays(1), -30));

        var recording = await Recorder.RecordAsync(Strategy);

        // New is the day; the week, the month, the year and all time change, and the day before, of which more time is recorded by now.
        recording.Should().BeEquivalentTo(new { Inserted = 1, Updated = 5, Removed = 0 });
        recording.AllTime[Settled].TotalPnl.Should().Be(70);
        recording.AllTime[Settled].EndDate.Should().Be(Monday.AddDays(2));
    }

    [Test]
    public async Task A_deleted_trade_leaves_no_row_behind()
    {
        await AddTradesAsync((Monday, 100), (Monday.AddMonths(2), -30));
        await Recorder.RecordAsync(Strategy);
        await using (var context = CreateContext())
            await context.Trades.Where(trade => trade.ClosedAt > Monday.AddMonths(1)).ExecuteDeleteAsync();

        var recording = await Recorder.RecordAsync(Strategy);

        // The year and all time change, and the others too, of which less time is recorded now.
        recording.Should().BeEquivalentTo(new { Inserted = 0, Updated = 5, Removed = 3 });
        (await ReadAsync()).Should().OnlyContain(row => row.TotalPnl == 100 && row.EndDate <= Monday.AddYears(1)).And.HaveCount(5);
    }

    [Test]
    public async Task An_earlier_trade_moves_the_start_of_the_one_row_over_all_time()
    {
        await AddTradesAsync((Monday, 100));
        await Recorder.RecordAsync(Strategy);
        await AddTradesAsync((Monday.AddDays(-3), 1));

        await Recorder.RecordAsync(Strategy);

        var all = (await ReadAsync()).Where(row => row.Period == MetricsPeriod.AllTime).ToList();
        all.Should().ContainSingle().Which.StartDate.Should().Be(Monday.AddDays(-3));
    }

    [Test]
    public async Task A_strategy_and_its_user_have_rows_of_their_own()
    {
        await AddTradesAsync((Monday, 100));
        await AddTradeAsync(Monday, -30, OtherStrategyId);
        await AddTradeAsync(Monday, 7, null);

        var strategy = await Recorder.RecordAsync(Strategy);
        var user = await Recorder.RecordAsync(Whole);
        await Recorder.RecordAsync(Whole);

        strategy.AllTime[Settled].TotalPnl.Should().Be(100);
        user.AllTime[Settled].TotalPnl.Should().Be(77);
        (await ReadAsync()).Should().HaveCount(10);
    }

    [Test]
    public async Task Trades_that_are_open_or_of_another_user_do_not_count()
    {
        await AddTradesAsync((Monday, 100));
        await using (var context = CreateContext())
        {
            var other = new User { Id = Guid.CreateVersion7(), Username = "bob", Email = "bob@example.org" };
            context.Attach(Asset);
            var foreign = NewTrade(Monday, 500, null, other.Id);
            var half = NewTrade(Monday, 500, StrategyId, UserId, closed: false);
            context.AddRange(other, foreign, half);
            await context.SaveChangesAsync();
            half.Pnl.Should().NotBeNull("the trade has a realized part already");
        }

        (await Recorder.RecordAsync(Whole)).AllTime[Settled].TotalPnl.Should().Be(100);
    }

    [Test]
    public async Task A_figure_that_does_not_fit_leaves_every_row_as_it_was()
    {
        await AddTradesAsync((Monday, 100));
        await Recorder.RecordAsync(Strategy);
        var before = await ReadAsync();
        await AddTradesAsync((Monday.AddDays(1), 900_000_000_000), (Monday.AddDays(1), 900_000_000_000));

        await Recorder.Invoking(recorder => recorder.RecordAsync(Strategy)).Should().ThrowAsync<AmountOutOfRangeException>();

        (await ReadAsync()).Should().BeEquivalentTo(before);
    }

    [Test]
    public async Task Two_applications_that_record_at_once_double_nothing()
    {
        await Recorder.MarkAsync(PublishedMarks());
        await AddTradesAsync([.. Enumerable.Range(0, 40).Select(day => (Monday.AddDays(day), day - 15m))]);
        await using var second = BuildServices();
        var other = (PerformanceRecorder)second.GetService(typeof(PerformanceRecorder))!;
        using var start = new ManualResetEventSlim();
        var runs = new[] { Recorder, other, Recorder, other }
            .Select(recorder => Task.Run(() =>
            {
                start.Wait();
                return recorder.RecordAsync(Run);
            })).ToList();

        start.Set();
        var recordings = await Task.WhenAll(runs);

        var rows = await ReadAsync();
        recordings.Sum(recording => recording.Inserted).Should().Be(rows.Count);
        rows.Select(row => (row.Period, row.StartDate)).Should().OnlyHaveUniqueItems();
    }

    [Test]
    public async Task Nothing_to_measure_makes_no_row()
    {
        var recording = await Recorder.RecordAsync(Strategy);

        recording.Metrics.Should().BeEmpty();
        recording.AllTime.Should().BeEmpty();
        (await ReadAsync()).Should().BeEmpty();
    }
}
