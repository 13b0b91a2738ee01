using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Tests.Performance;

/// <summary>A point of equity at midnight closes the day that ends then.</summary>
public sealed class MidnightTests
{
    private const int Seeds = 60;

    private static readonly Currency Usdt = RandomHistories.Usdt;

    private static readonly AnnualizationBasis[] Bases = [AnnualizationBasis.CalendarDays, AnnualizationBasis.TradingDays];

    [Test]
    public void Points_at_midnight_measure_what_the_same_points_do_at_noon_of_the_day_before()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var random = new RandomHistories(seed);
            var midnight = random.Start();
            var days = random.Days(450);
            foreach (var basis in Bases)
            {
                var atMidnight = Measure(basis, days.Select((value, day) => new EquityPoint(midnight.AddDays(day), value)));
                var atNoon = Measure(basis, days.Select((value, day) => new EquityPoint(midnight.AddDays(day - 0.5), value)));

                Lines(atMidnight).Should().Equal(Lines(atNoon), "seed {0}", seed);
                atMidnight.Select(figures => figures.Period).Distinct().Should().HaveCount(5);
            }
        }
    }

    [Test]
    public void The_returns_of_a_daily_curve_are_those_of_its_points_at_midnight()
    {
        var days = new RandomHistories(1).Days(100);
        var start = new DateTimeOffset(2024, 2, 1, 0, 0, 0, TimeSpan.Zero);
        var curve = new EquityCurve(Usdt, days.Select((value, day) => new EquityPoint(start.AddDays(day), value)));

        foreach (var basis in Bases)
        {
            curve.Daily(basis).Points.Should().Equal(curve.Points);
            ReturnStatistics.From(curve, basis).Observations.Should().Be(99);
        }
    }

    [Test]
    public void The_daily_curve_of_a_daily_curve_is_the_same_curve()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var curve = new EquityCurve(Usdt, new RandomHistories(seed).Points(300));
            foreach (var basis in Bases)
            {
                var daily = curve.Daily(basis);

                daily.Daily(basis).Points.Should().Equal(daily.Points, "seed {0}", seed);
                daily.Daily(basis).Returns.Should().Equal(daily.Returns, "seed {0}", seed);
            }
        }
    }

    [TestCase("2024-01-31", "2024-02-01")]
    [TestCase("2024-02-29", "2024-03-01")]
    [TestCase("2023-02-28", "2023-03-01")]
    [TestCase("2024-12-31", "2025-01-01")]
    public void A_fall_at_the_last_midnight_of_a_month_belongs_to_the_month_that_ends(string lastDay, string nextDay)
    {
        var last = Day(lastDay);
        var next = Day(nextDay);
        var figures = Measure(
            AnnualizationBasis.CalendarDays,
            [new(last.AddDays(-3), 100), new(last, 100), new(next, 50), new(next.AddHours(5), 50), new(next.AddDays(1), 55)]);

        foreach (var period in new[] { MetricsPeriod.Daily, MetricsPeriod.Monthly })
        {
            var ended = figures.Single(row => row.Period == period && row.Start <= last && row.End == next);
            var begun = figures.Single(row => row.Period == period && row.Start == next);
            ended.Returns!.MaximumDrawdown!.Depth.Should().Be(-0.5);
            ended.Returns.TotalReturn.Should().Be(-0.5);
            begun.Returns!.MaximumDrawdown!.Depth.Should().Be(0);
            begun.Returns.TotalReturn.Should().BeApproximately(0.1, 1e-15);
        }
    }

    [Test]
    public void A_constant_growth_marked_at_midnight_has_no_ratio_that_divides_by_its_deviation()
    {
        var equity = 1_000m;
        var start = new DateTimeOffset(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var points = Enumerable.Range(0, 60).Select(day => new EquityPoint(start.AddDays(day), day == 0 ? equity : equity *= 1.001m));

        var statistics = ReturnStatistics.From(new EquityCurve(Usdt, points));

        statistics.Observations.Should().Be(59);
        statistics.SharpeRatio.Should().BeNull();
        statistics.Volatility.Should().BeApproximately(0, 1e-15);
    }

    private static List<PerformanceFigures> Measure(AnnualizationBasis basis, IEnumerable<EquityPoint> points)
    {
        var accumulator = new PerformanceAccumulator(Usdt, basis);
        foreach (var point in points)
            accumulator.Append(point);
        return [.. accumulator.ReadAll()];
    }

    // All but the instants of peak and trough, which are half a day apart.
    private static IEnumerable<string> Lines(IEnumerable<PerformanceFigures> all) => all.Select(figures =>
        $"{figures.Period} {figures.Start:O} {figures.End:O} {figures.Exposure} {figures.Returns! with { MaximumDrawdown = null }} "
        + $"{figures.Returns.MaximumDrawdown!.Depth:R} {figures.Returns.MaximumDrawdown.PeakToRecovery}");

    private static DateTimeOffset Day(string date) =>
        new(DateOnly.Parse(date, System.Globalization.CultureInfo.InvariantCulture), TimeOnly.MinValue, TimeSpan.Zero);
}
