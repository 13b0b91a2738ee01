using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading;

using static StrategyEngine.Data.Tests.Trading.FillSamples;

namespace StrategyEngine.Data.Tests.Trading;

/// <summary>A fee reduces the profit, whatever it is paid in, or the figure says what is missing.</summary>
public sealed class FeeTests
{
    [TestCase("USDT")]
    [TestCase("usdt")]
    public void A_fee_in_the_quote_currency_turns_a_win_into_the_loss_that_it_is(string currency)
    {
        var trade = Book(Spot(), Buy(0.5m, 16649.5m, $"8.32475 {currency}"), Sell(0.5m, 16677m, $"8.3385 {currency}")).Trades.Single();

        (trade.GrossProfit, trade.NetProfit).Should().Be((Sum("13.75 USDT"), Sum("-2.91325 USDT")));
        trade.Fees.Sums.Should().Equal(Sum("16.66325 USDT"));
        (trade.AverageEntryPrice, trade.AverageExitPrice).Should().Be((16649.5m, 16677m));
        (trade.OpenedAt, trade.ClosedAt).Should().Be((Start, Start.AddSeconds(1)));
    }

    [TestCase(CostMethod.Average)]
    [TestCase(CostMethod.Fifo)]
    public void A_fee_in_the_base_currency_is_part_of_the_cost_and_the_trade_closes(CostMethod method)
    {
        var book = Book(Spot(), new AccountRules(CostMethod: method), Buy(1, 100, "0.001 BTC"), Sell(0.999m, 110));

        var trade = book.Trades.Single();
        trade.NetProfit.Should().Be(Sum("9.89 USDT"));
        trade.ClosedAt.Should().Be(Start.AddSeconds(1));
        trade.Fees.Sums.Should().Equal(Sum("0.001 BTC"));
        (trade.EntryQuantity, trade.ExitQuantity, trade.OpenQuantity).Should().Be((1m, 0.999m, 0m));
        (trade.AverageEntryPrice, trade.AverageExitPrice).Should().Be((100m, 110m));
        book.Positions.Should().BeEmpty();
    }

    [Test]
    public void A_fee_in_the_base_currency_reduces_what_is_held_at_the_same_cost()
    {
        var position = Book(Spot(), Buy(1, 100, "0.001 btc")).Positions.Single();

        (position.Quantity, position.Open.Cost, position.AveragePrice).Should().Be((0.999m, 100m, 100m));
    }

    [Test]
    public void A_fee_in_the_base_currency_of_a_sale_reduces_what_is_left()
    {
        var book = Book(Spot(), Buy(1, 100), Sell(0.5m, 110, "0.001 BTC"));

        book.Positions.Single().Quantity.Should().Be(0.499m);
        book.Trades.Single().NetProfit.Should().Be(Sum("4.9 USDT"), "0.501 that cost 50.1 brought 55");
    }

    [Test]
    public void A_short_that_is_bought_back_with_the_fee_on_top_is_closed()
    {
        var book = Book(Spot(), new AccountRules(IsMargined: true), Sell(1, 100), Buy(1.001m, 90, "0.001 BTC"));

        var trade = book.Trades.Single();
        (trade.Side, trade.ClosedAt).Should().Be((PositionSide.Short, Start.AddSeconds(1)));
        trade.NetProfit.Should().Be(Sum("9.91 USDT"), "100 was received and 90.09 paid");
        book.Positions.Should().BeEmpty();
    }

    [Test]
    public void A_fee_in_a_third_currency_is_named_and_converted_at_the_rate_of_its_fill()
    {
        var rates = new Dictionary<string, decimal> { ["0"] = 300, ["1"] = 310.5m };

        var trade = Book(
            Spot(),
            new AccountRules(),
            (fill, settlement) => settlement == Usdt ? rates[fill.ExecutionId] : null,
            Buy(1, 1000, "2 BNB"),
            Sell(1, 2000, "2 BNB")).Trades.Single();

        trade.Fees.Sums.Should().Equal(Sum("4 BNB"));
        trade.NetProfit.Should().Be(Sum("-221 USDT"));
        trade.MissingRates.Should().BeEmpty();
    }

    [Test]
    public void A_missing_rate_is_named_and_the_net_profit_is_unknown()
    {
        var trade = Book(
            Spot(),
            new AccountRules(),
            (fill, _) => fill.ExecutionId == "0" ? 300 : null,
            Buy(1, 1000, "2 BNB"),
            Sell(1, 2000, "2 BNB")).Trades.Single();

        (trade.NetProfit, trade.GrossProfit).Should().Be((null, Sum("1000 USDT")));
        trade.MissingRates.Should().Equal(Bnb);
        trade.FeesWithoutRate.Sums.Should().Equal(Sum("2 BNB"));
        trade.SettledFees.Should().Be(600);
    }

    [Test]
    public void A_rate_that_becomes_known_completes_the_figure()
    {
        decimal? rate = null;
        var book = Book(Spot(), new AccountRules(), (_, _) => rate, Buy(1, 1000), Sell(1, 2000, "2 BNB"));
        book.Trades.Single().NetProfit.Should().BeNull();

        rate = 300;
        book.Rederive();

        book.Trades.Single().NetProfit.Should().Be(Sum("400 USDT"));
    }

    [TestCase(0)]
    [TestCase(-1)]
    public void A_rate_of_nothing_is_refused(int rate)
    {
        var book = new PositionBook(Spot(), new AccountRules(), (_, _) => rate);

        FluentActions.Invoking(() => book.Add(Buy(1, 1000, "2 BNB") with { ExecutionId = "1" }))
            .Should().Throw<FillException>().Which.Code.Should().Be("fills.rate");
        book.Positions.Should().BeEmpty();
    }

    [Test]
    public void A_rebate_adds_to_the_profit()
    {
        Book(Spot(), Buy(1, 100, "-0.5 USDT"), Sell(1, 101, "-0.25 USDT")).Trades.Single()
            .NetProfit.Should().Be(Sum("1.75 USDT"));
        Book(Spot(), Buy(1, 100, "-0.01 BTC"), Sell(1.01m, 100)).Trades.Single().NetProfit.Should().Be(Sum("1 USDT"));
    }

    [Test]
    public void Between_base_and_quote_the_price_of_the_fill_is_the_rate()
    {
        Book(Linear(), Buy(1, 100, "0.01 BTC"), Sell(1, 110)).Trades.Single().NetProfit.Should().Be(Sum("9 USDT"));
        Book(Inverse(100), Buy(1, 50_000, "0.5 USD"), Sell(1, 50_000)).Trades.Single().NetProfit.Should().Be(Sum("-0.00001 BTC"));
    }

    [Test]
    public void A_fee_counts_when_it_is_charged()
    {
        var trade = Book(Linear(), Buy(2, 100, "0.4 USDT"), Sell(1, 110, "0.1 USDT")).Trades.Single();

        (trade.GrossProfit, trade.NetProfit).Should().Be((Sum("10 USDT"), Sum("9.5 USDT")));
    }
}
