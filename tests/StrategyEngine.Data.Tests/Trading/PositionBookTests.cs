using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading;
using StrategyEngine.Data.Trading.Positions;

using static StrategyEngine.Data.Tests.Trading.FillSamples;

namespace StrategyEngine.Data.Tests.Trading;

public sealed class PositionBookTests
{
    private static readonly AccountRules Hedged = new(PositionMode.Hedge);

    [TestCase(CostMethod.Average, "10", "25")]
    [TestCase(CostMethod.Fifo, "20", "30")]
    public void An_exit_takes_the_average_cost_or_that_of_what_was_entered_first(CostMethod method, string first, string both)
    {
        var rules = new AccountRules(CostMethod: method);
        VenueFill[] fills = [Buy(1, 100), Buy(1, 120), Sell(1, 120), Sell(0.5m, 140)];

        Book(Linear(), rules, fills.Take(3)).Trades.Single().GrossProfit.Should().Be(Sum($"{first} USDT"));
        Book(Linear(), rules, fills).Trades.Single().GrossProfit.Should()
            .Be(Sum($"{both} USDT"), "the last half is of what cost 120, or 110 on average");
    }

    [Test]
    public void An_inverse_contract_gains_in_its_base_currency_and_averages_harmonically()
    {
        var book = Book(Inverse(100), Buy(10, 40_000), Buy(10, 60_000), Sell(20, 50_000, "0.0001 BTC"));

        var trade = book.Trades.Single();
        trade.AverageEntryPrice.Should().Be(48_000);
        trade.GrossProfit.Should().Be(Sum("0.00166667 BTC"), "2000 × (1/48000 − 1/50000)");
        trade.NetProfit.Should().Be(Sum("0.00156667 BTC"));
        trade.ClosedAt.Should().NotBeNull();
    }

    [Test]
    public void An_inverse_short_gains_when_the_price_falls()
    {
        Book(Inverse(), Sell(1000, 50_000), Buy(1000, 40_000)).Trades.Single().GrossProfit.Should().Be(Sum("0.005 BTC"));
        Book(Inverse(), Buy(1000, 50_000), Sell(1000, 40_000)).Trades.Single().GrossProfit.Should().Be(Sum("-0.005 BTC"));
    }

    [Test]
    public void The_average_of_one_price_is_that_price()
    {
        const decimal price = 60_123.123456789012m;

        Book(Linear(), Buy(0.000001m, price)).Trades.Single().AverageEntryPrice.Should().Be(price);
        Book(Inverse(), Buy(1, price), Buy(7, price)).Trades.Single().AverageEntryPrice.Should().Be(price);
        Book(Inverse(), Buy(1, price), Buy(7, price), Sell(3, price)).Positions.Single().AveragePrice.Should().Be(price);
    }

    [Test]
    public void The_contract_size_is_that_of_the_fill()
    {
        Book(Linear(0.1m), Buy(10, 100), Sell(10, 110)).Trades.Single().GrossProfit.Should().Be(Sum("10 USDT"));
        Book(Linear(5), Buy(10, 100) with { ContractSize = 0.1m }, Sell(10, 110) with { ContractSize = 0.1m })
            .Trades.Single().GrossProfit.Should().Be(Sum("10 USDT"));
    }

    [Test]
    public void A_future_settles_in_either_of_its_currencies()
    {
        var linear = new InstrumentTerms(MarketKind.Future, Btc, Usdt);
        var inverse = new InstrumentTerms(MarketKind.Future, Btc, Usd, settlement: Btc, contractSize: 100);

        Book(linear, Sell(1, 110), Buy(1, 100)).Trades.Single().GrossProfit.Should().Be(Sum("10 USDT"));
        Book(inverse, Sell(1, 50_000), Buy(1, 40_000)).Trades.Single().GrossProfit.Should().Be(Sum("0.0005 BTC"));
    }

    [Test]
    public void A_fill_beyond_the_position_closes_one_trade_and_opens_the_next()
    {
        var book = Book(Linear(), Buy(1, 100), Sell(3, 110, "0.33 USDT"));

        var (closed, open) = (book.Trades.First(), book.Trades.Last());
        (closed.Side, closed.ClosedAt, closed.NetProfit).Should().Be((PositionSide.Long, Start.AddSeconds(1), Sum("9.89 USDT")));
        (open.Side, open.OpenedAt, open.EntryQuantity, open.OpenQuantity)
            .Should().Be((PositionSide.Short, Start.AddSeconds(1), 2m, 2m));
        open.NetProfit.Should().Be(Sum("-0.22 USDT"), "two thirds of the fee are those of its entry");
        book.Allocations.Skip(1).Select(part => (part.Role, part.Part.Quantity, part.Part.Value, part.Part.Fee, part.NetProfit))
            .Should().Equal(
                (FillRole.Exit, 1m, 110m, Sum("0.11 USDT"), 9.89m),
                (FillRole.Entry, 2m, 220m, Sum("0.22 USDT"), -0.22m));
        book.Positions.Single().Side.Should().Be(PositionSide.Short);
    }

    [Test]
    public void A_margined_sale_flips_with_its_base_fee_shared()
    {
        var book = Book(Spot(), new AccountRules(IsMargined: true), Buy(1, 100), Sell(1.5m, 110, "0.5 BTC"));

        var parts = book.Allocations.Skip(1).Select(part => part.Part).ToList();
        parts.Select(part => (part.Moved, part.Quantity, part.Value, part.Fee)).Should().Equal(
            (1m, 0.75m, 82.5m, Sum("0.25 BTC")), (1m, 0.75m, 82.5m, Sum("0.25 BTC")));
        book.Positions.Single().Quantity.Should().Be(1);
    }

    [Test]
    public void Hedged_positions_stand_beside_each_other()
    {
        var book = Book(
            Linear(),
            Hedged,
            Buy(2, 100) with { PositionSide = PositionSide.Long },
            Sell(1, 120) with { PositionSide = PositionSide.Short },
            Sell(1, 110) with { PositionSide = PositionSide.Long },
            Buy(1, 90) with { PositionSide = PositionSide.Short });

        book.Trades.Select(trade => (trade.Side, trade.GrossProfit, IsClosed: trade.ClosedAt is not null)).Should().Equal(
            (PositionSide.Long, Sum("10 USDT"), false), (PositionSide.Short, Sum("30 USDT"), true));
        book.Positions.Select(position => (position.Side, position.Quantity)).Should().Equal((PositionSide.Long, 1m));
    }

    [Test]
    public void A_hedged_position_never_flips()
    {
        var book = Book(
            Linear(),
            Hedged,
            Buy(1, 100) with { PositionSide = PositionSide.Long },
            Sell(3, 110, "0.3 USDT") with { PositionSide = PositionSide.Long });

        book.Positions.Should().BeEmpty();
        var excess = book.Excesses.Single().Part;
        (excess.Quantity, excess.Value, excess.Fee).Should().Be((2m, 220m, Sum("0.2 USDT")));
    }

    [TestCase(MarketKind.Spot)]
    [TestCase(MarketKind.CashEquity)]
    public void What_is_held_is_never_sold_short_and_the_excess_is_reported(MarketKind market)
    {
        var book = Book(new InstrumentTerms(market, Btc, Usdt), Sell(1, 90), Buy(1, 100), Sell(1.5m, 110));

        book.Excesses.Select(excess => (excess.Part.Quantity, excess.Part.Value)).Should().Equal((1m, 90m), (0.5m, 55m));
        book.Trades.Single().NetProfit.Should().Be(Sum("10 USDT"));
        book.Positions.Should().BeEmpty();
        Book(new InstrumentTerms(market, Btc, Usdt), new AccountRules(IsMargined: true), Sell(1, 90))
            .Positions.Single().Side.Should().Be(PositionSide.Short);
    }

    [Test]
    public void What_is_held_has_one_side_on_a_hedged_account() =>
        Book(Spot(), Hedged, Buy(1, 100), Sell(1, 110)).Trades.Single().NetProfit.Should().Be(Sum("10 USDT"));

    [Test]
    public void A_grid_that_never_flattens_is_measured_exit_by_exit()
    {
        var grid = Enumerable.Range(0, 10).SelectMany(_ => new[] { Buy(1, 100, "0.1 USDT"), Sell(1, 101, "0.1 USDT") });

        var book = Book(Spot(), new AccountRules(CostMethod: CostMethod.Fifo), grid.Prepend(Buy(5, 100)));

        var trade = book.Trades.Single();
        (trade.ClosedAt, trade.GrossProfit, trade.NetProfit).Should().Be((null, Sum("10 USDT"), Sum("8 USDT")));
        book.Allocations.Where(part => part.Role == FillRole.Exit).Select(part => (part.GrossProfit, part.NetProfit))
            .Should().HaveCount(10).And.AllBeEquivalentTo((1m, 0.9m));
        book.Positions.Single().Open.Cost.Should().Be(500);
    }

    [TestCase(CostMethod.Average)]
    [TestCase(CostMethod.Fifo)]
    public void A_full_exit_takes_exactly_the_cost_that_is_left(CostMethod method)
    {
        var thirds = Enumerable.Repeat(Sell(1, 100.01m), 7).Prepend(Buy(7, decimal.Round(100.01m / 3m, 12)));

        var book = Book(Linear(), new AccountRules(CostMethod: method), thirds);

        var trade = book.Trades.Single();
        trade.Gross.Should().Be((7 * 100.01m) - (7 * decimal.Round(100.01m / 3m, 12)));
        trade.OpenQuantity.Should().Be(0);
        book.Positions.Should().BeEmpty();
    }

    [Test]
    public void Each_strategy_has_its_own_position_and_the_venue_shows_the_sum()
    {
        var (one, other) = (Guid.CreateVersion7(), Guid.CreateVersion7());

        var book = Book(
            Linear(),
            Buy(1, 100) with { StrategyId = one },
            Sell(2, 110) with { StrategyId = other },
            Buy(3, 105),
            Sell(1, 120) with { StrategyId = one });

        book.Positions.Select(position => (position.StrategyId, position.Side, position.Quantity)).Should().BeEquivalentTo(
            [((Guid?)other, PositionSide.Short, 2m), (null, PositionSide.Long, 3m)]);
        book.Trades.Single(trade => trade.StrategyId == one).GrossProfit.Should().Be(Sum("20 USDT"));
    }

    [Test]
    public void Figures_are_rounded_half_to_even_to_8_decimals_when_they_are_reported()
    {
        var trade = Book(Linear(), Buy(1, 100), Sell(1, 100.000000025m, "0.00000001 USDT")).Trades.Single();

        (trade.Gross, trade.GrossProfit, trade.NetProfit)
            .Should().Be((0.000000025m, Sum("0.00000002 USDT"), Sum("0.00000002 USDT")), "0.000000015 is as near to 0.00000002");
    }
}
