using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

using TradingConsole.Backtesting;

namespace TradingConsole.Tests.Backtesting;

/// <summary>A small history worked out by hand: averages of 2 and 3 closes, 1,000 in cash, 1 % commission, steps of 0.1.</summary>
public sealed class CrossoverBacktestTests
{
    private static readonly CrossoverSettings Settings = new(FastPeriod: 2, SlowPeriod: 3, StartingCash: 1_000m, CommissionRate: 0.01m);
    private static readonly OrderRules Rules = new(StepSize: 0.1m, MinNotional: 10m);

    // day            0     1    2    3     4     5     6     7    8
    // close         12    10    8   10    14    16    12     8    8
    // average of 2   -    11    9    9    12    15    14    10    8
    // average of 3   -     -   10   9⅓   10⅔   13⅓   14    12   9⅓
    // fast is                below below above above equal below below
    private static readonly CandleRow[] History = Days.Of(
        (11, 12), (12, 10), (10, 8), (8, 10), (10, 14), (15, 16), (16, 12), (12, 8), (9, 8));

    [Test]
    public void A_crossover_signals_on_its_close_and_fills_at_the_next_open()
    {
        var result = Run(History);

        result.Signals.Should().Equal(
            new CrossoverSignal(OrderSide.Buy, Days.First.AddDays(5), 14),
            new CrossoverSignal(OrderSide.Sell, Days.First.AddDays(8), 8));

        // 1,000 buys 1,000 / (15 * 1.01) = 66.006… at the open of day 5, 66.0 in steps of 0.1.
        result.Positions.Should().ContainSingle().Which.Should().Be(new SimulatedPosition(
            result.Signals[0],
            new SimulatedFill(OrderSide.Buy, Days.First.AddDays(5), 15, 66.0m, 9.9m),
            new SimulatedFill(OrderSide.Sell, Days.First.AddDays(8), 9, 66.0m, 5.94m)));
    }

    [Test]
    public void Equity_is_cash_and_position_at_every_close_after_commission()
    {
        var result = Run(History);

        // Cash after buying: 1,000 - 66 * 15 - 9.90 = 0.10. After selling: 0.10 + 66 * 9 - 5.94 = 588.16.
        var expected = new[] { 1_000m, 1_000m, 1_000m, 1_000m, 1_000m, 1_000m, 1_056.1m, 792.1m, 528.1m, 588.16m };
        result.Equity.Points.Should().Equal(expected.Select((equity, day) => new EquityPoint(Days.First.AddDays(day), equity)));
        (result.FirstClose, result.LastClose).Should().Be((12, 8));
    }

    [Test]
    public void Averages_that_touch_and_part_again_do_not_signal()
    {
        // Fast and slow are equal on day 6 of the history; here fast goes back above it.
        var result = Run([.. History[..7], Days.Candle(7, 12, 20), Days.Candle(8, 20, 24)]);

        result.Signals.Should().ContainSingle();
        result.Positions.Should().ContainSingle().Which.Exit.Should().BeNull("it was never sold");
    }

    [Test]
    public void A_signal_on_the_last_close_fills_nothing()
    {
        var result = Run(History[..5]);

        result.Signals.Should().ContainSingle();
        result.Positions.Should().BeEmpty();
        result.Equity.Points[^1].Equity.Should().Be(1_000m);
    }

    [Test]
    public void A_sale_without_a_position_fills_nothing()
    {
        // Upside down: the first crossover sells.
        var result = Run(Days.Of((8, 8), (8, 10), (10, 12), (12, 10), (10, 6), (6, 4)));

        result.Signals.Should().ContainSingle().Which.Side.Should().Be(OrderSide.Sell);
        result.Positions.Should().BeEmpty();
    }

    [TestCase("0.1", "0", "1", "66.0")]
    [TestCase("1", "0", "1", "66")]
    [TestCase("50", "0", "1", "50")]
    [TestCase("0.00000001", "0", "1", "66.00660066")]
    [TestCase("0.1", "0", "0.5", "33.0")]
    public void Quantities_are_whole_steps_of_what_the_budget_buys(string step, string minNotional, string size, string expected)
    {
        var rules = new OrderRules(Amount(step), Amount(minNotional));

        Run(History, rules, Amount(size)).Positions.Should().ContainSingle().Which.Entry.Quantity.Should().Be(Amount(expected));
    }

    [TestCase("100", "0")]
    [TestCase("0.1", "991")]
    public void An_order_the_venue_would_refuse_is_not_placed(string step, string minNotional)
    {
        var result = Run(History, new OrderRules(Amount(step), Amount(minNotional)));

        result.Signals.Should().HaveCount(2);
        result.Positions.Should().BeEmpty();
    }

    [Test]
    public void A_backtest_without_candles_says_so()
    {
        var act = () => Run([]);

        act.Should().Throw<InvalidOperationException>().WithMessage("A back-test needs candles.");
    }

    private static BacktestResult Run(IEnumerable<CandleRow> candles, OrderRules? rules = null, decimal positionSize = 1)
    {
        var backtest = new CrossoverBacktest(Settings, positionSize, rules ?? Rules, Timeframe.OneDay, Currency.Parse("USD"));
        foreach (var candle in candles)
            backtest.Add(candle);
        return backtest.Result();
    }

    private static decimal Amount(string text) => decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
