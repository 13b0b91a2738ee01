using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Tests.Performance;

/// <summary>Deposits and withdrawals are no performance.</summary>
public sealed class FlowTests
{
    private static readonly Currency Usdt = RandomHistories.Usdt;

    private static readonly DateTimeOffset Start = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void A_deposit_and_a_withdrawal_leave_returns_and_drawdown_alone()
    {
        // 100 → 110 | +90 → 200 → 180 | -80 → 100 → 105.
        var statistics = ReturnStatistics.From(
            Curve((0, 100, 0), (5, 200, 90), (10, 180, 0), (30, 100, -80), (40, 105, 0)));

        statistics.TotalReturn.Should().BeApproximately(1.1 * 0.9 * 1.05 - 1, 1e-15);
        statistics.MaximumDrawdown!.Depth.Should().BeApproximately(-0.1, 1e-15);
        statistics.CurrentDrawdown.Should().BeApproximately(0.9 * 1.05 - 1, 1e-15);
        (statistics.NetFlow, statistics.OpeningEquity, statistics.ClosingEquity).Should().Be((10m, 100m, 105m));
        statistics.Observations.Should().Be(2);
    }

    [Test]
    public void The_return_of_a_day_links_those_between_its_flows() =>
        Curve((0, 100, 0), (5, 210, 100), (10, 420, 0), (47, 420, 0)).Daily(AnnualizationBasis.CalendarDays).Returns
            .Should().Equal([1.2, 0], (left, right) => Math.Abs(left - right) < 1e-12, "the first day is 1.1 * 2 - 1");

    [Test]
    public void A_flow_on_still_equity_leaves_no_rounding_behind()
    {
        var curve = Curve((0, 300, 0), (1, 100, 0), (2, 77, -23), (3, 77, 0), (4, 231, 0), (5, 77, 0), (6, 177, 100), (7, 177, 0));

        curve.Returns!.Where((_, index) => index is 1 or 2 or 5 or 6).Should().OnlyContain(value => value == 0);
    }

    [Test]
    public void A_sum_of_accounts_takes_one_that_joins_later_for_a_deposit()
    {
        var first = Curve((0, 100, 0), (24, 110, 0), (72, 121, 0));
        var second = Curve((48, 500, 500), (72, 450, 0));

        var sum = EquityCurve.Sum([first, second]);

        sum.Points.Should().Equal(
            new EquityPoint(Start, 100, 100),
            new EquityPoint(Start.AddDays(1), 110),
            new EquityPoint(Start.AddDays(2), 610, 500),
            new EquityPoint(Start.AddDays(3), 571));
        sum.Returns!.Select(value => Math.Round(value, 12)).Should().Equal(0.1, 0, Math.Round(571.0 / 610 - 1, 12));
        FluentActions.Invoking(() => EquityCurve.Sum([first, new EquityCurve(Currency.Parse("BTC"), second.Points)]))
            .Should().Throw<CurrencyMismatchException>();
    }

    [Test]
    public void What_comes_after_ruin_or_an_empty_account_is_undefined_until_it_is_measured_anew()
    {
        // Emptied on the second day, filled again on the third.
        var accumulator = new PerformanceAccumulator(Usdt);
        foreach (var point in Curve((0, 100, 0), (24, 110, 0), (40, 0, -110), (60, 500, 500), (90, 550, 0), (110, 605, 0)).Points)
            accumulator.Append(point);
        double? Of(int day) => accumulator.Find(MetricsPeriod.Daily, Start.AddDays(day))!.Returns!.TotalReturn;

        Of(0).Should().BeApproximately(0.1, 1e-15);
        Of(1).Should().Be(0, "what was taken out was all there was, and nothing was lost");
        Of(2).Should().BeNull("there was nothing that could earn");
        Of(3).Should().BeApproximately(0.1, 1e-15);
        var all = accumulator.AllTime!.Returns!;
        (all.TotalReturn, all.SharpeRatio, all.CompoundAnnualGrowthRate).Should().Be((null, null, null));
        all.MaximumDrawdown!.Depth.Should().Be(0);
    }

    [Test]
    public void Zero_and_negative_equity_make_no_return_and_a_drawdown_of_all_and_more()
    {
        var statistics = ReturnStatistics.From(Curve((0, 100, 0), (24, 0, 0), (48, -20, 0), (72, 50, 0)));

        statistics.TotalReturn.Should().Be(-0.5, "it is measured against the first equity");
        statistics.SharpeRatio.Should().BeNull("two of the daily returns have no base");
        statistics.MaximumDrawdown!.Depth.Should().Be(-1.2);
        ReturnStatistics.From(Curve((0, 0, 0), (24, 10, 0))).TotalReturn.Should().BeNull();
        ReturnStatistics.From(Curve((0, -5, 0), (24, 10, 0))).TotalReturn.Should().BeNull();
    }

    private static EquityCurve Curve(params (int Hour, decimal Equity, decimal Flow)[] points) =>
        new(Usdt, points.Select(point => new EquityPoint(
            Start.AddHours(point.Hour), point.Equity, point.Flow)));
}
