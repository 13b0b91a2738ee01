using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading;

using static StrategyEngine.Data.Tests.Trading.FillSamples;

namespace StrategyEngine.Data.Tests.Trading;

/// <summary>What cannot be booked is refused by a code, and nothing is changed.</summary>
public sealed class FillRulesTests
{
    private static readonly VenueFill Good = Buy(1, 100) with { ExecutionId = "1", ExchangeOrderId = "a" };

    private static readonly TestCaseData[] Bad =
    [
        new(Good with { ExecutionId = " " }, "fills.id"),
        new(Good with { ExecutionId = null! }, "fills.id"),
        new(Good with { ExchangeOrderId = null! }, "fills.id"),
        new(Good with { Side = (OrderSide)7 }, "fills.id"),
        new(Good with { Price = 0 }, "fills.price"),
        new(Good with { Price = -1 }, "fills.price"),
        new(Good with { Price = 1e-13m }, "fills.price"),
        new(Good with { Price = 1e16m }, "fills.price"),
        new(Good with { Quantity = 0 }, "fills.quantity"),
        new(Good with { Quantity = -1 }, "fills.quantity"),
        new(Good with { Quantity = 1.0000000000001m }, "fills.quantity"),
        new(Good with { Quantity = decimal.MaxValue }, "fills.quantity"),
        new(Good with { ContractSize = 0 }, "fills.contract_size"),
        new(Good with { ContractSize = -1 }, "fills.contract_size"),
        new(Good with { ContractSize = 10 }, "fills.contract_size"),
        new(Good with { Fee = Sum("0.0000000000001 USDT") }, "fills.fee"),
        new(Good with { Fee = Sum("1 BTC") }, "fills.fee"),
        new(Good with { Fee = Sum("-1 BTC") }, "fills.fee"),
        new(Good with { Fee = default(Money) }, null),
        new(Good with { PositionSide = PositionSide.Long }, "fills.position_side"),
        new(Good with { Price = 1e15m, Quantity = 1e15m }, "fills.overflow"),
    ];

    private static readonly TestCaseData[] BadTerms =
    [
        new(() => new InstrumentTerms((MarketKind)9, Btc, Usdt), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.Spot, Btc, default), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.Spot, default(Currency), Usdt), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.Spot, null, Usdt), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.InversePerpetual, null, Usd), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.Spot, Usdt, Usdt), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.Spot, Btc, Usdt, settlement: Btc), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.LinearPerpetual, Btc, Usdt, settlement: Btc), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.LinearPerpetual, Btc, Usdt, settlement: default(Currency)), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.InversePerpetual, Btc, Usd, settlement: Usd), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.LinearPerpetual, Btc, Usd, settlement: Usdt), "instruments.quanto"),
        new(() => new InstrumentTerms(MarketKind.Future, Btc, Usd, settlement: Usdt), "instruments.quanto"),
        new(() => new InstrumentTerms(MarketKind.LinearPerpetual, Btc, Usdt, contractSize: 0), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.Spot, Btc, Usdt, contractSize: 10), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.Spot, Btc, Usdt, quantityStep: 0), "instruments.terms"),
        new(() => new InstrumentTerms(MarketKind.Spot, Btc, Usdt, minimumNotional: -1), "instruments.terms"),
    ];

    [TestCaseSource(nameof(Bad))]
    public void A_fill_that_cannot_be_booked_is_refused(object bad, string? code)
    {
        var fill = (VenueFill)bad;
        var book = new PositionBook(Spot(), new AccountRules());
        var add = FluentActions.Invoking(() => book.Add(fill));

        if (code is null)
        {
            add.Should().NotThrow("a fee of 0 is none, whatever it is in");
            return;
        }

        var refused = add.Should().Throw<FillException>().Which;
        (refused.Code, refused.ExecutionId, refused.ExchangeOrderId).Should().Be((code, fill.ExecutionId, fill.ExchangeOrderId));
        (book.Trades.Any(), book.Positions.Any()).Should().Be((false, false));
        book.Add(Good).Should().BeTrue();
    }

    [Test]
    public void A_fee_in_no_currency_cannot_be_made()
    {
        FluentActions.Invoking(() => new Money(1, default)).Should().Throw<TradingDataException>();
        FluentActions.Invoking(() => Sum("1 B-T-C")).Should().Throw<CurrencyFormatException>();
    }

    [Test]
    public void Contracts_whose_units_have_too_many_decimals_are_refused() =>
        FluentActions.Invoking(() => new PositionBook(Linear(), new AccountRules())
            .Add(Good with { Quantity = 0.0000001m, ContractSize = 0.0000001m }))
            .Should().Throw<FillException>().Which.Code.Should().Be("fills.contract_size");

    [Test]
    public void A_hedged_fill_names_its_side()
    {
        var book = new PositionBook(Linear(), new AccountRules(PositionMode.Hedge));

        FluentActions.Invoking(() => book.Add(Good)).Should().Throw<FillException>().Which.Code.Should().Be("fills.position_side");
        FluentActions.Invoking(() => book.Add(Good with { PositionSide = (PositionSide)7 }))
            .Should().Throw<FillException>().Which.Code.Should().Be("fills.position_side");
    }

    [Test]
    public void A_sum_that_grows_too_large_is_refused_and_all_is_as_before()
    {
        var book = new PositionBook(Linear(), new AccountRules());
        book.Add(Good with { Quantity = 9e15m, Price = 1 });

        FluentActions.Invoking(() => book.Add(Good with { Quantity = 2e15m, Price = 1, ExecutionId = "2" }))
            .Should().Throw<FillException>().WithInnerException<OverflowException>();
        FluentActions.Invoking(() => book.Add(Good with { Quantity = 2e15m, Price = 1, ExecutionId = "0" }))
            .Should().Throw<FillException>("the one that follows it no longer fits").Which.Code.Should().Be("fills.overflow");

        book.Positions.Single().Quantity.Should().Be(9e15m);
        book.Add(Good with { Quantity = 1, Price = 1, ExecutionId = "0" }).Should().BeTrue();
    }

    [TestCaseSource(nameof(BadTerms))]
    public void Terms_that_contradict_each_other_or_a_quanto_are_refused(object terms, string code) =>
        FluentActions.Invoking((Func<InstrumentTerms>)terms).Should().Throw<InstrumentTermsException>().Which.Code.Should().Be(code);

    [Test]
    public void A_share_and_an_index_need_no_base_currency()
    {
        new InstrumentTerms(MarketKind.CashEquity, null, Usd).Settlement.Should().Be(Usd);
        new InstrumentTerms(MarketKind.Future, null, Usd, contractSize: 50).IsInverse.Should().BeFalse();
        new InstrumentTerms(MarketKind.InversePerpetual, Btc, Usd).Settlement.Should().Be(Btc);
    }
}
