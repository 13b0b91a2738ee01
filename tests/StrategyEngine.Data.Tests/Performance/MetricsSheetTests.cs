using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Tests.Performance;

public sealed class MetricsSheetTests
{
    // A Monday, and the first of a month.
    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_trade_counts_in_the_day_the_week_and_the_month_in_which_it_closed()
    {
        var sheet = new MetricsSheet(null, AnnualizationBasis.CalendarDays, 0);

        var rows = sheet.Measure(
        [
            new(Start.AddDays(30), 5), // Wednesday, 31 January
            new(Start.AddDays(31), -2), // Thursday, 1 February
            new(Start.AddDays(31).AddHours(1), 7),
        ]).ToList();

        rows.Select(row => (row.Period, Day: (row.Bounds.Start - Start).Days, row.Figures.Trades.TotalTrades, row.Figures.Trades.TotalPnl))
            .Should().Equal(
            (MetricsPeriod.Daily, 30, 1, 5),
            (MetricsPeriod.Daily, 31, 2, 5),
            (MetricsPeriod.Weekly, 28, 3, 10),
            (MetricsPeriod.Monthly, 0, 1, 5),
            (MetricsPeriod.Monthly, 31, 2, 5),
            (MetricsPeriod.AllTime, 30, 3, 10));
        rows.Should().OnlyContain(row => row.Figures.Returns == null);
        rows[^1].Bounds.End.Should().Be(Start.AddDays(32));
    }

    [Test]
    public void Nothing_to_measure_makes_no_row() =>
        new MetricsSheet(null, AnnualizationBasis.CalendarDays, 0).Measure([]).Should().BeEmpty();

    [Test]
    public void A_period_opens_with_the_equity_that_stood_before_it()
    {
        // 100 on Sunday evening; the week's first point is its low.
        var curve = new EquityCurve(
            [new(Start.AddDays(6), 100), new(Start.AddDays(7).AddHours(5), 80), new(Start.AddDays(8).AddHours(5), 88)]);

        var week = Rows(curve, MetricsPeriod.Weekly).Single(row => row.Bounds.Start == Start.AddDays(7));

        week.Figures.Returns!.MaximumDrawdown!.Depth.Should().Be(-0.2);
        week.Figures.Returns.Observations.Should().Be(2);
        week.Figures.Returns.TotalReturn.Should().BeApproximately(-0.12, PublishedSeries.Precision);
        week.Figures.Returns.SharpeRatio.Should().BeApproximately(SharpeRatio.Calculate([-.2, .1], 365)!.Value, PublishedSeries.Precision);
    }

    [Test]
    public void Days_without_a_point_count_in_the_period_they_lie_in()
    {
        // A point on Tuesday and one on the next Tuesday: the first week has five flat days, the second one.
        var curve = new EquityCurve([new(Start, 100), new(Start.AddDays(1).AddHours(3), 110), new(Start.AddDays(8).AddHours(3), 121)]);

        Rows(curve, MetricsPeriod.Weekly).Select(row => row.Figures.Returns!.Observations).Should().Equal(7, 2);
    }

    [Test]
    public void One_day_defines_a_drawdown_and_no_ratio()
    {
        var curve = new EquityCurve([new(Start, 100), new(Start.AddHours(1), 90), new(Start.AddHours(2), 95)]);

        var day = Rows(curve, MetricsPeriod.Daily).Single();

        day.Figures.Returns!.MaximumDrawdown!.Depth.Should().Be(-0.1);
        day.Figures.Returns.SharpeRatio.Should().BeNull();
        day.Figures.Returns.SortinoRatio.Should().BeNull();
    }

    [Test]
    public void All_time_measures_the_whole_curve()
    {
        var equity = 1_000_000m;
        var points = new List<EquityPoint> { new(Start, equity) };
        foreach (var value in PublishedSeries.Mixed)
            points.Add(new(Start.AddDays(points.Count).AddHours(-1), equity *= 1 + (decimal)value));

        var all = Rows(new EquityCurve(points), MetricsPeriod.AllTime).Single().Figures.Returns!;

        all.SharpeRatio.Should().BeApproximately(1.7238613961706866 * Math.Sqrt(365.0 / 252), PublishedSeries.Precision);
        all.MaximumDrawdown!.Depth.Should().BeApproximately(-0.1, PublishedSeries.Precision);
    }

    private static List<(MetricsPeriod Period, PeriodBounds Bounds, PeriodFigures Figures)> Rows(EquityCurve curve, MetricsPeriod period) =>
        new MetricsSheet(curve, AnnualizationBasis.CalendarDays, 0).Measure([]).Where(row => row.Period == period).ToList();
}
