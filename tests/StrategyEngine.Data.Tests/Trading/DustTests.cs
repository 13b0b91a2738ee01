using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading;

using static StrategyEngine.Data.Tests.Trading.FillSamples;

namespace StrategyEngine.Data.Tests.Trading;

/// <summary>What an exit leaves and nobody can sell by itself.</summary>
public sealed class DustTests
{
    private static readonly AccountRules Average = new();
    private static readonly AccountRules Fifo = new(CostMethod: CostMethod.Fifo);

    [TestCase("0.01", null)]
    [TestCase(null, "1")]
    public void A_remainder_below_the_step_or_the_least_notional_closes_the_trade_and_keeps_its_cost(string? step, string? notional)
    {
        var book = Book(Spot(Amount(step), Amount(notional)), Buy(1, 100, "0.001 BTC"), Sell(0.99m, 110));

        var trade = book.Trades.Single();
        (trade.ClosedAt, trade.OpenQuantity, trade.DustLeft).Should().Be((Start.AddSeconds(1), 0m, 0.009m));
        trade.NetProfit.Should().Be(Sum("9.8009009 USDT"), "108.9 was received for 0.99 of 0.999 that cost 100");
        var held = book.Positions.Single();
        (held.Quantity, held.Open.Quantity, held.Dust.Quantity, held.Dust.Cost, held.Trade)
            .Should().Be((0.009m, 0m, 0.009m, 0.900900900901m, null));
    }

    [TestCase("0.009", null)]
    [TestCase(null, "0.99")]
    [TestCase(null, null)]
    public void A_remainder_that_can_be_traded_is_a_position(string? step, string? notional)
    {
        var book = Book(Spot(Amount(step), Amount(notional)), Buy(1, 100, "0.001 BTC"), Sell(0.99m, 110));

        (book.Trades.Single().ClosedAt, book.Positions.Single().Open.Quantity).Should().Be((null, 0.009m));
    }

    [Test]
    public void A_small_entry_is_no_dust() =>
        Book(Spot(0.01m, 10), Buy(0.001m, 100)).Positions.Single().Trade.Should().NotBeNull("nothing was sold yet");

    [Test]
    public void At_average_cost_dust_waits_for_a_sale_that_takes_more_than_the_open_trade()
    {
        var book = Book(
            Spot(0.01m), Average, Buy(1.005m, 100), Sell(1, 110), Buy(1, 200), Sell(1, 210), Buy(1, 300), Sell(1.005m, 310));

        book.Trades.Select(trade => (trade.NetProfit, trade.DustLeft, trade.DustTaken)).Should().Equal(
            (Sum("10 USDT"), 0.005m, 0m),
            (Sum("10 USDT"), 0m, 0m),
            (Sum("11.05 USDT"), 0m, 0.005m));
        book.Positions.Should().BeEmpty();
    }

    [Test]
    public void By_fifo_dust_goes_first()
    {
        var book = Book(Spot(0.01m), Fifo, Buy(1.005m, 100), Sell(1, 110), Buy(1, 200), Sell(1, 210));

        book.Trades.Select(trade => (trade.NetProfit, trade.DustLeft, trade.DustTaken)).Should().Equal(
            (Sum("10 USDT"), 0.005m, 0m),
            (Sum("10.5 USDT"), 0.005m, 0.005m));
        book.Positions.Single().Dust.Cost.Should().Be(1, "0.005 of what cost 200 is left");
    }

    [Test]
    public void Dust_that_is_sold_by_itself_is_a_trade_of_its_own()
    {
        var book = Book(
            Spot(0.01m), Average, Buy(1.006m, 100), Sell(1, 110), Buy(1.006m, 100), Sell(1, 110), Sell(0.01m, 120));

        var last = book.Trades.Last();
        (last.NetProfit, last.EntryQuantity, last.ExitQuantity, last.DustTaken, last.AverageEntryPrice)
            .Should().Be((Sum("0.2 USDT"), 0m, 0.01m, 0.01m, null));
        (last.OpenedAt, last.ClosedAt).Should().Be((Start.AddSeconds(4), Start.AddSeconds(4)));
        book.Positions.Single().Dust.Quantity.Should().Be(0.002m);
        book.Excesses.Should().BeEmpty();
    }

    [Test]
    public void An_order_that_fills_in_parts_closes_one_trade()
    {
        var sale = Sell(0.995m, 110) with { ExchangeOrderId = "exit" };

        var book = Book(Spot(0.01m, 10), Buy(1, 100), sale, sale with { Quantity = 0.004m }, sale with { Quantity = 0.001m });

        var trade = book.Trades.Single();
        (trade.NetProfit, trade.ClosedAt, trade.DustLeft, trade.DustTaken)
            .Should().Be((Sum("10 USDT"), Start.AddSeconds(3), 0m, 0m));
    }

    [Test]
    public void Another_order_does_not_go_on_with_a_closed_trade()
    {
        var sale = Sell(0.995m, 110) with { ExchangeOrderId = "exit" };

        var book = Book(Spot(0.01m), Buy(1, 100), sale, Buy(1, 100), sale with { Quantity = 1 });

        book.Trades.Select(trade => (trade.DustLeft, trade.NetProfit)).Should().Equal(
            (0.005m, Sum("9.95 USDT")), (0m, Sum("10 USDT")));
    }

    [Test]
    public void Dust_of_a_short_position_is_owed_and_a_later_purchase_consumes_it()
    {
        var book = Book(
            Spot(0.01m), new AccountRules(IsMargined: true), Sell(1, 100), Buy(1, 90, "0.005 BTC"), Buy(1.005m, 80));

        var trades = book.Trades.ToList();
        (trades[0].Side, trades[0].DustLeft, trades[0].NetProfit).Should().Be((PositionSide.Short, 0.005m, Sum("9.5 USDT")));
        (trades[1].Side, trades[1].DustTaken, trades[1].NetProfit).Should().Be((PositionSide.Short, 0.005m, Sum("0.1 USDT")));
        (trades[2].Side, trades[2].OpenQuantity).Should().Be((PositionSide.Long, 1m));
    }

    [Test]
    public void Every_market_has_dust_below_its_step_and_an_inverse_one_by_its_quote_currency()
    {
        var terms = new InstrumentTerms(MarketKind.InversePerpetual, Btc, Usd, minimumNotional: 10);

        Book(terms, Buy(100, 50_000), Sell(91, 50_000)).Trades.Single().DustLeft.Should().Be(9);
        Book(terms, Buy(100, 50_000), Sell(90, 50_000)).Trades.Single().ClosedAt.Should().BeNull();
    }

    private static decimal? Amount(string? text) =>
        text is null ? null : decimal.Parse(text, System.Globalization.CultureInfo.InvariantCulture);
}
