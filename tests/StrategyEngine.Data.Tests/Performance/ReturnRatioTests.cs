using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Tests.Performance;

public sealed class ReturnRatioTests
{
    [Test]
    public void Sharpe_equals_the_published_values()
    {
        SharpeRatio.Calculate(PublishedSeries.Mixed, 252).Should().BeApproximately(1.7238613961706866, PublishedSeries.Precision);
        SharpeRatio.Calculate(PublishedSeries.Positive, 252).Should().BeApproximately(52.915026221291804, PublishedSeries.Precision);
        SharpeRatio.Calculate(PublishedSeries.Nautilus, 252).Should().BeApproximately(4.48998886412873, PublishedSeries.Precision);
    }

    [Test]
    public void Sortino_equals_the_published_values()
    {
        SortinoRatio.Calculate(PublishedSeries.Mixed, 252).Should().BeApproximately(2.605531251673693, PublishedSeries.Precision);
        SortinoRatio.Calculate(PublishedSeries.MixedFromZero, 52).Should().BeApproximately(1.1158901056866439, PublishedSeries.Precision);
    }

    [Test]
    public void Downside_deviation_equals_the_published_value() =>
        DownsideDeviation.Calculate(PublishedSeries.Mixed, 252).Should().BeApproximately(0.60448325038829653, PublishedSeries.Precision);

    [Test]
    public void Volatility_equals_the_published_value() =>
        Volatility.Calculate(PublishedSeries.MixedFromZero, 52).Should().BeApproximately(0.38851569394870583, PublishedSeries.Precision);

    [Test]
    public void Growth_and_calmar_equal_the_published_values()
    {
        CompoundAnnualGrowthRate.Calculate(PublishedSeries.MixedFromZero, 52).Should()
            .BeApproximately(0.24690830513998208, PublishedSeries.Precision);
        CalmarRatio.Calculate(PublishedSeries.MixedFromZero, 52).Should().BeApproximately(2.4690830513998208, PublishedSeries.Precision);
    }

    [Test]
    public void Maximum_drawdown_equals_the_published_value() =>
        Drawdown.MaximumDepth(PublishedSeries.Mixed).Should().BeApproximately(-0.1, PublishedSeries.Precision);

    [Test]
    public void Maximum_drawdown_is_measured_from_the_starting_equity_too() =>
        Drawdown.MaximumDepth([-.5, .1]).Should().BeApproximately(-0.5, PublishedSeries.Precision);

    [Test]
    public void A_risk_free_rate_lowers_sharpe_by_its_share_of_the_deviation()
    {
        // mean 0.01, deviation sqrt(2)/100: (0.01 - 0.004) / (sqrt(2) / 100) * sqrt(4)
        SharpeRatio.Calculate([0, .02], 4, 0.004).Should().BeApproximately(0.6 / Math.Sqrt(2) * 2, PublishedSeries.Precision);
    }

    [Test]
    public void A_minimum_acceptable_return_counts_what_falls_short_of_it()
    {
        // shortfalls 0.01 and 0; mean above MAR 0
        DownsideDeviation.Calculate([0, .02], 1, 0.01).Should().BeApproximately(0.01 / Math.Sqrt(2), PublishedSeries.Precision);
        SortinoRatio.Calculate([0, .02], 1, 0.01).Should().BeApproximately(0, PublishedSeries.Precision);
    }

    [Test]
    public void Ratios_of_too_few_returns_are_undefined()
    {
        SharpeRatio.Calculate([], 365).Should().BeNull();
        SharpeRatio.Calculate([.01], 365).Should().BeNull();
        Volatility.Calculate([.01], 365).Should().BeNull();
        SortinoRatio.Calculate([], 365).Should().BeNull();
        DownsideDeviation.Calculate([], 365).Should().BeNull();
        CompoundAnnualGrowthRate.Calculate([], 365).Should().BeNull();
        CalmarRatio.Calculate([], 365).Should().BeNull();
    }

    [Test]
    public void Ratios_without_the_risk_they_divide_by_are_undefined()
    {
        SharpeRatio.Calculate([.1, .1, .1], 365).Should().BeNull();
        SharpeRatio.Calculate([0, 0, 0], 365).Should().BeNull();
        SortinoRatio.Calculate([.1, .2], 365).Should().BeNull();
        CalmarRatio.Calculate([.1, .2], 365).Should().BeNull();
        Volatility.Calculate([.1, .1, .1], 365).Should().Be(0);
    }

    [Test]
    public void Growth_ends_with_a_total_loss_and_is_undefined_beyond_it()
    {
        CompoundAnnualGrowthRate.Calculate([.5, -1, .5], 365).Should().Be(-1);
        CompoundAnnualGrowthRate.Calculate([.5, -1.5, -3], 365).Should().BeNull();
        CompoundAnnualGrowthRate.Calculate([1e6], 365).Should().BeNull();
    }

    [Test]
    public void A_return_that_is_no_number_is_refused()
    {
        foreach (var bad in new[] { double.NaN, double.PositiveInfinity, double.NegativeInfinity })
        {
            FluentActions.Invoking(() => SharpeRatio.Calculate([.01, bad], 365)).Should().Throw<ArgumentException>();
            FluentActions.Invoking(() => SortinoRatio.Calculate([.01, bad], 365)).Should().Throw<ArgumentException>();
            FluentActions.Invoking(() => CalmarRatio.Calculate([.01, bad], 365)).Should().Throw<ArgumentException>();
            FluentActions.Invoking(() => Drawdown.MaximumDepth([.01, bad])).Should().Throw<ArgumentException>();
        }
    }

    [Test]
    public void A_year_without_periods_is_refused()
    {
        foreach (var bad in new[] { 0, -252, double.NaN, double.PositiveInfinity })
            FluentActions.Invoking(() => SharpeRatio.Calculate([.01, .02], bad)).Should().Throw<ArgumentOutOfRangeException>();
    }

    [Test]
    public void Returns_are_taken_from_whatever_holds_them()
    {
        var list = PublishedSeries.Mixed.ToList();
        IReadOnlyList<double> readOnly = list.AsReadOnly();
        double?[] ratios =
        [
            SharpeRatio.Calculate(PublishedSeries.Mixed, 252), SharpeRatio.Calculate(list, 252), SharpeRatio.Calculate(readOnly, 252),
            SharpeRatio.Calculate(list.Where(_ => true), 252), SharpeRatio.Calculate(PublishedSeries.Mixed.AsSpan(), 252),
            SharpeRatio.Calculate([.01, .10, -.04, .02, .03, .02, .01, -.10], 252),
        ];

        ratios.Should().AllBeEquivalentTo(SharpeRatio.Calculate((ReadOnlySpan<double>)PublishedSeries.Mixed, 252));
        SortinoRatio.Calculate(list, 252).Should().Be(SortinoRatio.Calculate(PublishedSeries.Mixed.AsSpan(), 252));
        DownsideDeviation.Calculate(list, 252).Should().Be(DownsideDeviation.Calculate(PublishedSeries.Mixed.AsSpan(), 252));
        Volatility.Calculate(list, 252).Should().Be(Volatility.Calculate(PublishedSeries.Mixed.AsSpan(), 252));
        CompoundAnnualGrowthRate.Calculate(list, 252).Should().Be(CompoundAnnualGrowthRate.Calculate(PublishedSeries.Mixed.AsSpan(), 252));
        CalmarRatio.Calculate(list, 252).Should().Be(CalmarRatio.Calculate(PublishedSeries.Mixed.AsSpan(), 252));
        Drawdown.MaximumDepth(list).Should().Be(Drawdown.MaximumDepth(PublishedSeries.Mixed.AsSpan()));
        SharpeRatio.Calculate([], 252).Should().BeNull();
    }

    [Test]
    public void A_year_has_365_periods_unless_told_otherwise_as_for_an_equity_curve()
    {
        var list = PublishedSeries.Mixed.ToList();

        SharpeRatio.Calculate(list).Should().Be(SharpeRatio.Calculate(list, 365));
        SortinoRatio.Calculate(list).Should().Be(SortinoRatio.Calculate(list, 365));
        DownsideDeviation.Calculate(list).Should().Be(DownsideDeviation.Calculate(list, 365));
        Volatility.Calculate(list).Should().Be(Volatility.Calculate(list, 365));
        CompoundAnnualGrowthRate.Calculate(list).Should().Be(CompoundAnnualGrowthRate.Calculate(list, 365));
        CalmarRatio.Calculate(list).Should().Be(CalmarRatio.Calculate(list, 365));
        SharpeRatio.Calculate(PublishedSeries.Mixed).Should()
            .Be(SharpeRatio.Calculate(list, AnnualizationBasis.CalendarDays.PeriodsPerYear));
    }
}
