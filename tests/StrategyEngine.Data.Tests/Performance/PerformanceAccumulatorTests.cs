using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Tests.Performance;

public sealed class PerformanceAccumulatorTests
{
    private const double Precision = 1e-12;

    // A Monday, and the first of a month and of a year.
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly Currency Usdt = RandomHistories.Usdt;

    [Test]
    public void A_trade_counts_in_the_day_the_week_the_month_and_the_year_in_which_it_closed()
    {
        var accumulator = new PerformanceAccumulator(Usdt);
        accumulator.Append(Trade(Start.AddDays(30), 5)); // Wednesday, 31 January
        accumulator.Append(Trade(Start.AddDays(31), -2)); // Thursday, 1 February, at midnight
        accumulator.Append(Trade(Start.AddDays(31).AddHours(1), 7));

        var rows = accumulator.ReadAll().ToList();

        rows.Select(row => (row.Period, Day: (row.Start - Start).Days, row.Trades.TotalTrades, row.Trades.TotalPnl)).Should().Equal(
            (MetricsPeriod.Daily, 30, 1, 5),
            (MetricsPeriod.Daily, 31, 2, 5),
            (MetricsPeriod.Weekly, 28, 3, 10),
            (MetricsPeriod.Monthly, 0, 1, 5),
            (MetricsPeriod.Monthly, 31, 2, 5),
            (MetricsPeriod.Yearly, 0, 3, 10),
            (MetricsPeriod.AllTime, 30, 3, 10));
        rows.Should().OnlyContain(row => row.Returns == null);
        rows[^1].End.Should().Be(Start.AddDays(32));
    }

    [Test]
    public void Nothing_to_measure_makes_no_row()
    {
        var accumulator = new PerformanceAccumulator(Usdt);
        accumulator.ReadAll().Should().BeEmpty();

        accumulator.Append(new EquityPoint(Start, 100));

        accumulator.ReadAll().Should().BeEmpty("one point has no return");
        accumulator.AllTime.Should().BeNull();
    }

    [Test]
    public void A_period_opens_with_the_equity_that_stood_before_it()
    {
        // 100 on Sunday evening; the week's first point is its low.
        var accumulator = Of((Start.AddDays(6.5), 100), (Start.AddDays(7).AddHours(5), 80), (Start.AddDays(8).AddHours(5), 88));

        var week = accumulator.Find(MetricsPeriod.Weekly, Start.AddDays(7))!.Returns!;

        week.MaximumDrawdown!.Depth.Should().Be(-0.2);
        week.Observations.Should().Be(2);
        week.TotalReturn.Should().BeApproximately(-0.12, Precision);
        week.SharpeRatio.Should().BeApproximately(SharpeRatio.Calculate([-.2, .1], 365)!.Value, PublishedSeries.Precision);
    }

    [Test]
    public void Days_without_a_point_count_in_the_period_they_lie_in()
    {
        // A point on Tuesday and one on the next Tuesday: the first week has five flat days, the second one.
        var accumulator = Of((Start, 100), (Start.AddDays(1).AddHours(3), 110), (Start.AddDays(8).AddHours(3), 121));

        accumulator.ReadAll()
            .Where(row => row.Period == MetricsPeriod.Weekly)
            .Select(row => row.Returns!.Observations)
            .Should()
            .Equal(7, 2);
    }

    [Test]
    public void One_day_defines_a_drawdown_and_no_ratio()
    {
        var day = Of((Start, 100), (Start.AddHours(1), 90), (Start.AddHours(2), 95)).Find(MetricsPeriod.Daily, Start)!.Returns!;

        day.MaximumDrawdown!.Depth.Should().Be(-0.1);
        day.CurrentDrawdown.Should().Be(-0.05);
        (day.SharpeRatio, day.SortinoRatio, day.Volatility, day.CompoundAnnualGrowthRate).Should().Be((null, null, null, null));
    }

    [Test]
    public void Exposure_is_the_share_of_the_recorded_time_with_an_open_position()
    {
        var accumulator = Of((Start, 100), (Start.AddDays(40), 100));
        accumulator.Append(Span(0, 1, 1));
        accumulator.Append(Span(0.5, 2, 1));
        accumulator.Append(Span(20, 35, 1));

        accumulator.AllTime!.Exposure.Should().BeApproximately(17.0 / 40, Precision);
        accumulator.Find(MetricsPeriod.Monthly, Start.AddDays(31))!.Exposure.Should().BeApproximately(4.0 / 9, Precision);
        accumulator.Append(Span(1, 40, 1));
        accumulator.AllTime!.Exposure.Should().Be(1, "a trade that spans them is known by now");
    }

    [Test]
    public void Appending_gives_the_figures_of_a_computation_from_the_beginning()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            var random = new RandomHistories(seed);
            var points = random.Points(250, isSound: seed % 2 == 0);
            var trades = random.Trades(250);
            var basis = seed % 3 == 0 ? AnnualizationBasis.TradingDays : AnnualizationBasis.CalendarDays;
            var live = new PerformanceAccumulator(Usdt, basis, 0.02);
            for (var i = 0; i < points.Count; i++)
            {
                live.Append(points[i]);
                live.Append(trades[i]);
                if (i % 50 == 49)
                {
                    // Asked in between, which must not disturb what follows.
                    var whole = new PerformanceAccumulator(Usdt, basis, 0.02);
                    trades[..(i + 1)].ForEach(whole.Append);
                    points[..(i + 1)].ForEach(whole.Append);
                    live.ReadAll().Should().Equal(whole.ReadAll(), "seed {0}", seed);
                }
            }
        }
    }

    [Test]
    public void Figures_of_all_periods_equal_those_computed_from_lists_by_the_definitions()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var random = new RandomHistories(seed);
            var points = random.Points(400, isSound: seed % 2 == 0);
            var trades = random.Trades(400);
            var basis = seed % 3 == 0 ? AnnualizationBasis.TradingDays : AnnualizationBasis.CalendarDays;
            var accumulator = new PerformanceAccumulator(Usdt, basis, 0.02);
            points.ForEach(accumulator.Append);
            trades.ForEach(accumulator.Append);

            var expected = new ListedFigures(points, trades, basis, 0.02);
            foreach (var row in accumulator.ReadAll())
                expected.Check(row, $"seed {seed}, {row.Period} from {row.Start:O}");
        }
    }

    [Test]
    public void What_comes_out_of_order_or_in_another_currency_is_refused()
    {
        var accumulator = Of((Start, 100));
        accumulator.Append(Trade(Start.AddHours(1), 5));
        accumulator.Append(Trade(Start.AddHours(1), 5));

        accumulator.Invoking(all => all.Append(Trade(Start, 5))).Should().Throw<ArgumentException>().WithMessage("*Sort them*");
        accumulator.Invoking(all => all.Append(Span(3, 2, 1))).Should().Throw<ArgumentException>();
        accumulator.Invoking(all => all.Append(new EquityPoint(Start, 5))).Should().Throw<ArgumentException>();
        var bitcoin = new Money(1, Currency.Parse("BTC"));
        accumulator.Invoking(all => all.Append(Trade(Start.AddDays(1), 5) with { Profit = bitcoin })).Should()
            .Throw<CurrencyMismatchException>();
        accumulator.Invoking(all => all.Append(Trade(Start.AddDays(1), 5) with { Fee = bitcoin })).Should()
            .Throw<CurrencyMismatchException>();
        accumulator.Invoking(all => all.AppendCost(Start.AddDays(1), bitcoin)).Should().Throw<CurrencyMismatchException>();
        accumulator.AllTime!.Trades.TotalPnl.Should().Be(10);
    }

    private static PerformanceAccumulator Of(params (DateTimeOffset Time, decimal Equity)[] points)
    {
        var accumulator = new PerformanceAccumulator(Usdt);
        foreach (var (time, equity) in points)
            accumulator.Append(new EquityPoint(time, equity));
        return accumulator;
    }

    private static ClosedTrade Trade(DateTimeOffset closedAt, decimal profit) => new(closedAt, closedAt, new Money(profit, Usdt));

    private static ClosedTrade Span(double from, double to, decimal profit) =>
        new(Start.AddDays(from), Start.AddDays(to), new Money(profit, Usdt));
}
