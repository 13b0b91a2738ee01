using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Specifications.Performance;

/// <summary>Performance rows are computed from what the database holds, exactly once each.</summary>
public abstract class PerformanceRecorderSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const double Precision = 1e-9;

    // A Monday, and the first of a month.
    private static readonly DateTimeOffset Monday = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // empyrical (Quantopian, Apache License 2.0), tests/test_stats.py: mixed_returns; its Sharpe and Sortino ratios are published for N =
    // 252.
    private static readonly decimal[] MixedReturns = [.01m, .10m, -.04m, .02m, .03m, .02m, .01m, -.10m];

    // What a stored trade settles in.
    private static readonly Currency Settled = Currency.Parse("USDT");

    private readonly Guid _runId = Guid.CreateVersion7();
    private readonly Guid _userId = Guid.CreateVersion7();
    private readonly Guid _assetId = Guid.CreateVersion7();
    private readonly Guid _strategyId = Guid.CreateVersion7();
    private readonly Guid _otherStrategyId = Guid.CreateVersion7();

    private Asset _asset = null!;

    private PerformanceRecorder Recorder => Get<PerformanceRecorder>();

    private PerformanceScope Strategy => PerformanceScope.OfUser(_userId, RunKind.Live, _strategyId);

    private PerformanceScope Whole => PerformanceScope.OfUser(_userId, RunKind.Live);

    private PerformanceScope Run => PerformanceScope.OfRun(_userId, RunKind.Backtest, _runId, _strategyId);

    [SetUp]
    public async Task AddUserAsync()
    {
        await using var context = CreateContext();
        context.Add(new User { Id = _userId, Username = "ada", Email = "ada@example.org" });
        context.Add(
            _asset = new Asset
            {
                BaseCurrency = Currency.Parse("BTC"),
                QuoteCurrency = Currency.Parse("USDT"),
                Id = _assetId,
                Symbol = "BTCUSDT",
                AssetClass = AssetClass.Crypto,
                Name = "Bitcoin / Tether",
                Exchange = "binance"
            });
        context.Add(new Strategy { Id = _strategyId, UserId = _userId, Name = "crossover", StrategyType = "moving_average_crossover" });
        var account = new TradingAccount { UserId = _userId, Kind = RunKind.Backtest, Exchange = "binance", Name = "simulated" };
        context.Add(account);
        context.Add(new StrategyEngine.Data.Model.Run { Id = _runId, UserId = _userId, AccountId = account.Id, Kind = RunKind.Backtest, StartedAt = Monday });
        context.Add(new Strategy { Id = _otherStrategyId, UserId = _userId, Name = "breakout", StrategyType = "breakout" });
        await context.SaveChangesAsync();
    }

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
        await AddTradeAsync(Monday, -30, _otherStrategyId);
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
            context.Attach(_asset);
            var foreign = NewTrade(Monday, 500, null, other.Id);
            var half = NewTrade(Monday, 500, _strategyId, _userId, closed: false);
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

    [Test]
    public async Task An_unknown_user_is_refused() =>
        await Recorder.Invoking(recorder => recorder.MarkAsync([Mark(Monday, 1, userId: Guid.CreateVersion7())])).Should()
            .ThrowAsync<ReferencedRecordException>();

    [Test]
    public async Task A_mark_of_the_same_instant_takes_the_place_of_the_earlier_one()
    {
        await Recorder.MarkAsync([Mark(Monday, 100), Mark(Monday.AddHours(1), 90)]);

        var again = await Recorder.MarkAsync([Mark(Monday.AddHours(1), 95), Mark(Monday, 100)]);

        again.Should().BeEquivalentTo(new { Inserted = 0L, Updated = 1L, Unchanged = 1L });
        (await Recorder.RecordAsync(Run)).AllTime[Settled].MaxDrawdown.Should().Be(-0.05);
    }

    [Test]
    public async Task Rows_are_kept_for_each_currency()
    {
        var euro = Currency.Parse("EUR");
        await AddTradesAsync((Monday.AddHours(3), 100));
        await Recorder.MarkAsync(
            [Mark(Monday, 100), Mark(Monday.AddHours(5), 110), Mark(Monday, 7, euro), Mark(Monday.AddHours(5), 3.5m, euro)]);

        var recording = await Recorder.RecordAsync(Run);

        recording.AllTime.Keys.Should().BeEquivalentTo([Settled, euro]);
        (recording.AllTime[Settled].TotalPnl, recording.AllTime[Settled].TotalReturn).Should().Be((100m, 0.1));
        (recording.AllTime[euro].TotalTrades, recording.AllTime[euro].TotalReturn).Should().Be((0, -0.5));
        (await ReadAsync()).Should().HaveCount(10);
    }

    [Test]
    public async Task The_equity_of_a_user_is_that_of_all_accounts_and_of_no_run()
    {
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        await Recorder.MarkAsync(
        [
            Mark(Monday, 100, kind: RunKind.Live, runId: null, accountId: one),
            Mark(Monday.AddHours(1), 300, kind: RunKind.Live, runId: null, accountId: other),
            Mark(Monday.AddHours(2), 110, kind: RunKind.Live, runId: null, accountId: one),
            Mark(Monday.AddHours(2), 290, kind: RunKind.Live, runId: null, accountId: other),
            Mark(Monday.AddHours(3), 9_999, kind: RunKind.Live, runId: _runId),
            Mark(Monday.AddHours(3), 9_999, kind: RunKind.Paper, runId: null, accountId: one),
        ]);

        var all = (await Recorder.RecordAsync(Whole)).AllTime[Settled];

        (all.OpeningEquity, all.ClosingEquity, all.NetFlow).Should().Be((100m, 400m, 300m));
        all.TotalReturn.Should().Be(0, "one won what the other lost");
    }

    [Test]
    public async Task Deposits_and_withdrawals_are_no_performance()
    {
        await Recorder.MarkAsync(
            [Mark(Monday, 100), Mark(Monday.AddHours(1), 210, flow: 100), Mark(Monday.AddHours(2), 21, flow: -200), Mark(Monday.AddHours(3), 21)]);

        var all = (await Recorder.RecordAsync(Run)).AllTime[Settled];

        all.TotalReturn.Should().BeApproximately(1.1 * (221.0 / 210) - 1, Precision);
        (all.NetFlow, all.MaxDrawdown).Should().Be((-100m, 0));
    }

    [Test]
    public async Task Only_rows_of_which_the_inputs_changed_are_computed_anew()
    {
        await Recorder.MarkAsync(Enumerable.Range(0, 100).Select(day => Mark(Monday.AddDays(day), 1_000 + day % 7)));
        await Recorder.RecordAsync(Run);
        var before = (await ReadAsync()).ToDictionary(row => row.Id);

        await Recorder.MarkAsync([Mark(Monday.AddDays(45), 900)]);
        var recording = await Recorder.RecordAsync(Run);

        // The day it closes and the next, which opens with it; their week, month and year, and all time.
        recording.Should().BeEquivalentTo(new { Inserted = 0, Updated = 6, Removed = 0 });
        (await ReadAsync()).Where(row => row.InputHash != before[row.Id].InputHash).Select(row => (row.Period, row.StartDate)).Should().Equal(
            (MetricsPeriod.Daily, Monday.AddDays(44)),
            (MetricsPeriod.Daily, Monday.AddDays(45)),
            (MetricsPeriod.Weekly, Monday.AddDays(42)),
            (MetricsPeriod.Monthly, Monday.AddDays(31)),
            (MetricsPeriod.Yearly, Monday),
            (MetricsPeriod.AllTime, Monday));
    }

    [Test]
    public async Task Recording_after_each_change_leaves_the_rows_that_recording_once_leaves()
    {
        for (var seed = 0; seed < 3; seed++)
        {
            var random = new Random(seed);
            var equity = 1_000m;
            var time = Monday.AddDays(-40);
            for (var step = 0; step < 8; step++)
            {
                var marks = new List<EquityMark>();
                for (var i = 0; i < 15; i++)
                {
                    time = time.AddMinutes(random.Next(1, 4_000));
                    var flow = random.Next(6) == 0 ? random.Next(-100, 300) : 0;
                    equity = decimal.Round(equity * (1 + (decimal)(random.NextDouble() - 0.5) / 20), 8) + flow;
                    marks.Add(Mark(time, equity, flow: flow, currency: random.Next(4) == 0 ? Currency.Parse("EUR") : null));
                }

                marks.Add(Mark(marks[random.Next(marks.Count)].Instant, 1_234.5m));
                await Recorder.MarkAsync(marks);
                await AddTradesAsync(
                    (Monday.AddMinutes(random.Next(-40_000, 100_000)), random.Next(-50, 60)),
                    (Monday.AddDays(random.Next(-30, 60)), random.Next(-50, 60)));
                if (step % 3 == 2)
                    await DeleteSomeAsync(random);
                await Recorder.RecordAsync(Run);
            }

            var incremental = await ReadAsync();
            await using (var context = CreateContext())
                await context.PerformanceMetrics.ExecuteDeleteAsync();
            await Recorder.RecordAsync(Run);

            (await ReadAsync()).Should().BeEquivalentTo(
                incremental,
                options => options.Excluding(row => row.Id).Excluding(row => row.Version).Excluding(row => row.CreatedAt)
                    .Excluding(row => row.UpdatedAt).WithStrictOrdering(),
                "seed {0}", seed);
            incremental.Should().HaveCountGreaterThan(80);
        }
    }

    private async Task DeleteSomeAsync(Random random)
    {
        await using var context = CreateContext();
        var trades = await context.Trades.OrderBy(trade => trade.Id).ToListAsync();
        context.Remove(trades[random.Next(trades.Count)]);
        var marks = await context.EquityMarks.OrderBy(mark => mark.Instant).ToListAsync();
        context.RemoveRange(marks.Skip(random.Next(marks.Count - 5)).Take(5));
        await context.SaveChangesAsync();
    }

    private List<EquityMark> PublishedMarks()
    {
        var equity = 1_000_000m;
        var marks = new List<EquityMark> { Mark(Monday, equity) };
        foreach (var value in MixedReturns)
            marks.Add(Mark(Monday.AddDays(marks.Count).AddHours(-1), decimal.Round(equity *= 1 + value, 8)));
        return marks;
    }

    private EquityMark Mark(DateTimeOffset instant, decimal equity, Currency? currency = null, decimal flow = 0, Guid? userId = null) =>
        Mark(instant, equity, RunKind.Backtest, _runId, null, currency, flow, userId);

    private EquityMark Mark(
        DateTimeOffset instant,
        decimal equity,
        RunKind kind,
        Guid? runId = null,
        Guid? accountId = null,
        Currency? currency = null,
        decimal flow = 0,
        Guid? userId = null) => new()
    {
        UserId = userId ?? _userId,
        Kind = kind,
        RunId = runId,
        AccountId = accountId,
        Currency = currency ?? Settled,
        Instant = instant,
        Equity = equity,
        Flow = flow,
    };

    private Trade NewTrade(DateTimeOffset closedAt, decimal profit, Guid? strategyId, Guid userId, bool closed = true)
    {
        var quantity = closed ? 1 : 2;
        var trade = new Trade
        {
            UserId = userId,
            AssetId = _assetId,
            Asset = _asset,
            StrategyId = strategyId,
            RunId = userId == _userId ? _runId : null,
            Side = OrderSide.Buy,
            Exchange = "binance",
            Quantity = quantity,
            OpenedAt = closedAt.AddHours(-1),
        };
        trade.AddExecution(
            new TradeExecution { Side = OrderSide.Buy, Price = 1_000, Quantity = quantity, ExecutedAt = closedAt.AddHours(-1) });
        trade.AddExecution(new TradeExecution { Side = OrderSide.Sell, Price = 1_000 + profit, Quantity = 1, ExecutedAt = closedAt });
        return trade;
    }

    private async Task AddTradesAsync(params (DateTimeOffset ClosedAt, decimal Profit)[] trades)
    {
        foreach (var (closedAt, profit) in trades)
            await AddTradeAsync(closedAt, profit, _strategyId);
    }

    private async Task AddTradeAsync(DateTimeOffset closedAt, decimal profit, Guid? strategyId)
    {
        await using var context = CreateContext();
        context.Attach(_asset);
        context.Add(NewTrade(closedAt, profit, strategyId, _userId));
        await context.SaveChangesAsync();
    }

    private async Task<List<PerformanceMetrics>> ReadAsync()
    {
        await using var context = CreateContext();
        var rows = await context.PerformanceMetrics.AsNoTracking().ToListAsync();
        return [.. rows.OrderBy(row => row.Currency).ThenBy(row => row.Period).ThenBy(row => row.StartDate)];
    }
}
