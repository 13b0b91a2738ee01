using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace StrategyEngine.Data.Tests.Performance;

public sealed class TradeStatisticsTests
{
    private static readonly DateTimeOffset Instant = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Expectancy_and_its_ratio_equal_the_published_values()
    {
        var statistics = TradeStatistics.From(Trades(PublishedSeries.FreqtradeProfits));

        statistics.Expectancy.Should().Be(56.25m);
        statistics.ExpectancyRatio.Should().BeApproximately(0.60267857, 5e-9, "freqtrade publishes eight digits");
        statistics.ExpectancyRatio.Should().BeApproximately(56.25 / (280.0 / 3), PublishedSeries.Precision);
        statistics.ProfitFactor.Should().BeApproximately(2.607142857, PublishedSeries.Precision);
        statistics.WinRate.Should().BeApproximately(0.625, PublishedSeries.Precision);
    }

    [Test]
    public void Profit_factor_equals_the_published_value() =>
        TradeStatistics.From(Trades([10, -20, 30, -40])).ProfitFactor.Should().BeApproximately(2.0 / 3, PublishedSeries.Precision);

    [Test]
    public void Wins_and_losses_are_counted_summed_and_averaged_exactly()
    {
        var statistics = TradeStatistics.From(Trades(PublishedSeries.FreqtradeProfits));

        statistics.TotalTrades.Should().Be(8);
        statistics.WinningTrades.Should().Be(5);
        statistics.LosingTrades.Should().Be(3);
        statistics.TotalPnl.Should().Be(450);
        statistics.GrossProfit.Should().Be(730);
        statistics.GrossLoss.Should().Be(-280);
        statistics.AverageWin.Should().Be(146);
        statistics.AverageLoss.Should().Be(-280m / 3);
        statistics.LargestWin.Should().Be(300);
        statistics.LargestLoss.Should().Be(-150);
    }

    [Test]
    public void Sums_keep_the_last_digit_of_amounts_a_double_would_round()
    {
        var statistics = TradeStatistics.From(Trades([123_456_789_012.12345678m, 0.00000001m, -0.1m, -0.2m]));

        statistics.TotalPnl.Should().Be(123_456_789_011.82345679m);
        statistics.GrossLoss.Should().Be(-0.3m);
    }

    [Test]
    public void A_break_even_trade_dilutes_the_expectancy_and_not_the_win_rate()
    {
        var statistics = TradeStatistics.From(Trades([10, 0, 0, -4]));

        statistics.TotalTrades.Should().Be(4);
        statistics.WinRate.Should().Be(0.5);
        statistics.Expectancy.Should().Be(1.5m);
    }

    [Test]
    public void No_trade_defines_no_figure()
    {
        var statistics = TradeStatistics.From(Trades([]));

        statistics.TotalPnl.Should().Be(0);
        statistics.WinRate.Should().BeNull();
        statistics.ProfitFactor.Should().BeNull();
        statistics.Expectancy.Should().BeNull();
        statistics.AverageWin.Should().BeNull();
        statistics.AverageLoss.Should().BeNull();
        statistics.LargestWin.Should().BeNull();
        statistics.LargestLoss.Should().BeNull();
    }

    [Test]
    public void Without_a_loss_the_figures_that_divide_by_one_are_undefined()
    {
        var statistics = TradeStatistics.From(Trades([5, 7]));

        statistics.WinRate.Should().Be(1);
        statistics.ProfitFactor.Should().BeNull();
        statistics.ExpectancyRatio.Should().BeNull();
        statistics.AverageLoss.Should().BeNull();
        statistics.LargestLoss.Should().BeNull();
    }

    [Test]
    public void Without_a_win_the_profit_factor_is_zero() =>
        TradeStatistics.From(Trades([-5, 0])).ProfitFactor.Should().Be(0);

    [Test]
    public void Streaks_follow_the_order_in_which_trades_closed_and_end_with_a_break_even_trade()
    {
        var trades = Trades([5, 6, 0, 7, -1, -2, -3, 4]);

        var statistics = TradeStatistics.From(trades.AsEnumerable().Reverse());

        statistics.LongestWinningStreak.Should().Be(2);
        statistics.LongestLosingStreak.Should().Be(3);
        TradeStatistics.From([]).LongestWinningStreak.Should().Be(0);
    }

    [Test]
    public void Fees_funding_turnover_and_holding_times_are_summed_up()
    {
        ClosedTrade[] trades =
        [
            new(Instant, Instant.AddHours(1), Usdt(5)) { Fee = Usdt(0.1m), Funding = Usdt(-2), EntryNotional = 100, Turnover = 205 },
            new(Instant, Instant.AddHours(4), Usdt(5)) { Fee = Usdt(-0.04m), EntryNotional = 50, Turnover = 105 },
        ];

        var statistics = TradeStatistics.From(trades);

        statistics.Fees.Should().Be(0.06m);
        statistics.Funding.Should().Be(-2);
        statistics.EntryNotional.Should().Be(150);
        statistics.Turnover.Should().Be(310);
        statistics.AverageHoldingTime.Should().Be(TimeSpan.FromHours(2.5));
        TradeStatistics.From([.. trades, .. Trades([1])]).Turnover.Should().BeNull("one trade does not know it");
    }

    [Test]
    public void Sums_over_several_currencies_are_refused()
    {
        var mixed = new[] { Of(100, "USDT"), Of(-0.1m, "BTC") };
        var fee = Of(100, "USDT") with { Fee = new Money(2, Currency.Parse("BNB")) };

        FluentActions.Invoking(() => TradeStatistics.From(mixed)).Should().Throw<CurrencyMismatchException>()
            .Which.Code.Should().Be("currency.mismatch");
        FluentActions.Invoking(() => TradeStatistics.From([fee])).Should().Throw<CurrencyMismatchException>()
            .Which.Right.Should().Be(Currency.Parse("BNB"));
    }

    [Test]
    public void Asked_per_currency_each_has_its_own_figures_and_a_fee_counts_where_it_was_paid()
    {
        var figures = TradeStatistics.PerCurrency(
            [Of(100, "USDT") with { Fee = new Money(2, Currency.Parse("BNB")) }, Of(-0.1m, "BTC"), Of(-40, "USDT")]);

        figures.Should().HaveCount(3);
        (figures[Currency.Parse("USDT")].TotalPnl, figures[Currency.Parse("USDT")].ProfitFactor).Should().Be((60m, 2.5));
        (figures[Currency.Parse("BTC")].TotalPnl, figures[Currency.Parse("BTC")].TotalTrades).Should().Be((-0.1m, 1));
        (figures[Currency.Parse("BNB")].Fees, figures[Currency.Parse("BNB")].TotalTrades).Should().Be((2m, 0));
        figures[Currency.Parse("BNB")].Expectancy.Should().BeNull();
    }

    private static Money Usdt(decimal amount) => new(amount, Currency.Parse("USDT"));

    private static ClosedTrade Of(decimal profit, string currency) => new(Instant, Instant, new Money(profit, Currency.Parse(currency)));

    private static List<ClosedTrade> Trades(IEnumerable<decimal> profits) =>
        profits.Select((profit, index) => new ClosedTrade(Instant, Instant.AddMinutes(index), Usdt(profit))).ToList();
}
