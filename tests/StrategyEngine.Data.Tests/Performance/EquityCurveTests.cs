using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Tests.Performance;

public sealed class EquityCurveTests
{
    private static readonly Currency Usdt = Currency.Parse("USDT");
    private static readonly DateTimeOffset Monday = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Returns_are_measured_against_the_equity_before()
    {
        Curve(0, 100, 24, 110, 48, 99).Returns.Should().Equal(0.1, -0.1);
        Curve(0, 100).Returns.Should().BeEmpty();
    }

    [Test]
    public void Returns_after_equity_is_lost_are_undefined() => Curve(0, 100, 24, 0, 48, 50).Returns.Should().BeNull();

    [Test]
    public void A_curve_of_returns_measures_what_the_returns_do()
    {
        var equity = 1_000_000m;
        var points = new List<EquityPoint> { new(Monday, equity) };
        foreach (var value in PublishedSeries.Mixed)
            points.Add(new(Monday.AddDays(points.Count).AddHours(-1), equity *= 1 + (decimal)value));

        var statistics = ReturnStatistics.From(new EquityCurve(Usdt, points), AnnualizationBasis.TradingDays);

        statistics.SharpeRatio.Should().BeApproximately(1.7238613961706866, PublishedSeries.Precision);
        statistics.SortinoRatio.Should().BeApproximately(2.605531251673693, PublishedSeries.Precision);
        statistics.MaximumDrawdown!.Depth.Should().BeApproximately(-0.1, PublishedSeries.Precision);
        statistics.Observations.Should().Be(8);
        statistics.PeriodsPerYear.Should().Be(252);
        statistics.TotalReturn.Should().BeApproximately((double)(equity / 1_000_000m) - 1, PublishedSeries.Precision);
        statistics.CalmarRatio.Should()
            .BeApproximately(CalmarRatio.Calculate(PublishedSeries.Mixed, 252)!.Value, PublishedSeries.Precision);
    }

    [Test]
    public void The_deepest_drawdown_names_its_peak_its_trough_and_its_recovery()
    {
        var drawdown = Curve(0, 100, 1, 120, 2, 90, 3, 108, 4, 60, 5, 119, 6, 125, 7, 120).MaximumDrawdown!;

        drawdown.Depth.Should().Be(-0.5);
        drawdown.Peak.Should().Be(new EquityPoint(Monday.AddHours(1), 120));
        drawdown.Trough.Should().Be(new EquityPoint(Monday.AddHours(4), 60));
        drawdown.RecoveredAt.Should().Be(Monday.AddHours(6));
    }

    [Test]
    public void Of_two_equal_drawdowns_the_earlier_is_named() =>
        Curve(0, 100, 1, 50, 2, 200, 3, 100).MaximumDrawdown!.Trough.Should().Be(new EquityPoint(Monday.AddHours(1), 50));

    [Test]
    public void A_drawdown_that_lasts_has_no_recovery() => Curve(0, 100, 1, 80, 2, 99).MaximumDrawdown!.RecoveredAt.Should().BeNull();

    [Test]
    public void A_curve_that_never_falls_has_a_drawdown_of_zero()
    {
        var drawdown = Curve(0, 100, 1, 100, 2, 130).MaximumDrawdown!;

        drawdown.Depth.Should().Be(0);
        drawdown.RecoveredAt.Should().BeNull();
    }

    [Test]
    public void Negative_equity_is_a_drawdown_of_more_than_one_hundred_percent() =>
    Curve(0, 100, 1, -50).MaximumDrawdown!.Depth.Should().Be(-1.5);

    [Test]
    public void An_account_that_never_had_equity_has_no_drawdown()
    {
        Curve(0, 0, 1, -50).MaximumDrawdown.Should().BeNull();
        Curve(0, 0, 1, -50).Drawdowns.Should().BeEmpty();
    }

    [Test]
    public void The_underwater_curve_is_the_distance_from_the_running_peak() =>
        Curve(0, 100, 1, 80, 2, 200, 3, 150).Drawdowns.Select(point => point.Depth).Should().Equal(0, -0.2, 0, -0.25);

    [Test]
    public void Days_end_at_midnight_utc_whatever_the_offset_of_the_points()
    {
        var offset = TimeSpan.FromHours(5);
        var curve = new EquityCurve(
            Usdt,
            [
                new(Monday, 100),
                new(new DateTimeOffset(2024, 1, 2, 5, 0, 0, offset), 110), // the midnight that ends Monday in UTC
                new(new DateTimeOffset(2024, 1, 2, 5, 0, 1, offset), 121), // Tuesday
            ]);

        curve.Daily(AnnualizationBasis.CalendarDays).Points.Should().Equal(
            new EquityPoint(Monday, 100),
            new EquityPoint(Monday.AddDays(1), 110),
            new EquityPoint(Monday.AddDays(2), 121));
    }

    [Test]
    public void A_market_that_never_closes_counts_days_without_a_point()
    {
        var curve = Curve(0, 100, 4 * 24 + 1, 110);

        curve.Daily(AnnualizationBasis.CalendarDays).Returns.Should().Equal(0, 0, 0, 0, 0.1);
        curve.Daily(AnnualizationBasis.TradingDays).Returns.Should().Equal(0.1);
    }

    [Test]
    public void A_start_within_a_day_opens_that_day_only_if_more_follows_in_it()
    {
        Curve(23, 100, 24 + 5, 110).Daily(AnnualizationBasis.CalendarDays).Returns.Should().Equal(0.1);
        Curve(22, 100, 23, 110, 24 + 5, 121).Daily(AnnualizationBasis.CalendarDays).Returns.Should().Equal(0.1, 0.1);
    }

    [Test]
    public void Closed_trades_build_the_realised_curve_in_order_of_time()
    {
        var curve = EquityCurve.FromTrades(
            new(Monday, 1000),
            Usdt,
            [Trade(9, -30), Trade(2, 100), Trade(9, 10)]);

        curve.Points.Should().Equal(
            new EquityPoint(Monday, 1000),
            new EquityPoint(Monday.AddHours(2), 1100),
            new EquityPoint(Monday.AddHours(9), 1080));
    }

    [Test]
    public void A_trade_before_the_start_of_the_curve_is_refused()
    {
        var build = () => EquityCurve.FromTrades(new(Monday, 1000), Usdt, [Trade(0, 1)]);

        build.Should().Throw<ArgumentException>().WithMessage("*Start it earlier*");
    }

    [Test]
    public void Points_out_of_order_are_refused()
    {
        FluentActions.Invoking(() => Curve(1, 100, 0, 100)).Should().Throw<ArgumentException>().WithMessage("*point 1*");
        FluentActions.Invoking(() => Curve(0, 100, 0, 100)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => new EquityCurve(Usdt, [])).Should().Throw<ArgumentException>();
    }

    [Test]
    public void The_deepest_drawdown_tells_how_long_it_fell_and_rose()
    {
        var drawdown = Curve(0, 100, 1, 100, 3, 60, 8, 100).MaximumDrawdown!;

        drawdown.PeakToTrough.Should().Be(TimeSpan.FromHours(2));
        drawdown.PeakToRecovery.Should().Be(TimeSpan.FromHours(7));
        drawdown.RecoveryTime.Should().Be(TimeSpan.FromHours(5));
        var lasting = Curve(0, 100, 3, 60).MaximumDrawdown!;
        (lasting.PeakToRecovery, lasting.RecoveryTime).Should().Be((null, null));
    }

    [Test]
    public void Profits_of_another_currency_are_refused_in_a_curve()
    {
        var build = () => EquityCurve.FromTrades(
            new(Monday, 1000), Usdt, [new(Monday, Monday.AddHours(1), new Money(1, Currency.Parse("BTC")))]);

        build.Should().Throw<CurrencyMismatchException>();
    }

    private static ClosedTrade Trade(int hour, decimal profit) => new(Monday, Monday.AddHours(hour), new Money(profit, Usdt));

    private static EquityCurve Curve(params int[] hoursAndEquity) =>
        new(Usdt, hoursAndEquity.Chunk(2).Select(pair => new EquityPoint(Monday.AddHours(pair[0]), pair[1])));
}
