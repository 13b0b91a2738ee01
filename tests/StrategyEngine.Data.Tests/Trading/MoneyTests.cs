using System.Text.Json;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading.Costs;

namespace StrategyEngine.Data.Tests.Trading;

public sealed class MoneyTests
{
    private static readonly Money Dollars = FillSamples.Sum("100 USDT");
    private static readonly Money Coins = FillSamples.Sum("-0.1 BTC");

    [Test]
    public void Amounts_in_one_currency_have_a_sum()
    {
        (Dollars + FillSamples.Sum("0.5 usdt")).Should().Be(FillSamples.Sum("100.5 USDT"));
        (Dollars - FillSamples.Sum("100.5 USDT")).ToString().Should().Be("-0.5 USDT");
    }

    [Test]
    public void Amounts_in_two_currencies_have_none()
    {
        var refused = FluentActions.Invoking(() => Dollars + Coins).Should().Throw<CurrencyMismatchException>().Which;

        (refused.Code, refused.Left, refused.Right).Should().Be(("currency.mismatch", Dollars.Currency, Coins.Currency));
        FluentActions.Invoking(() => Dollars - Coins).Should().Throw<CurrencyMismatchException>();
        FluentActions.Invoking(() => Dollars + default(Money)).Should().Throw<CurrencyMismatchException>();
    }

    [Test]
    public void Equal_amounts_in_two_currencies_differ() => new Money(1, Dollars.Currency).Should().NotBe(new Money(1, Coins.Currency));

    [Test]
    public void Money_of_no_currency_is_refused() =>
        FluentActions.Invoking(() => new Money(1, default)).Should().Throw<TradingDataException>()
            .WithMessage("*Currency.Parse*").Which.Code.Should().Be("currency.missing");

    [Test]
    public void Profits_in_two_currencies_are_two_figures()
    {
        var profits = MoneyBag.Empty.Add(Dollars).Add(Coins).Add(FillSamples.Sum("0 USDT"));

        profits.Sums.Select(sum => sum.ToString()).Should().Equal("-0.1 BTC", "100 USDT");
        (profits[Dollars.Currency], profits[FillSamples.Bnb]).Should().Be((100m, 0m));
    }

    [Test]
    public void Money_is_an_amount_and_a_code_in_Json()
    {
        var json = JsonSerializer.Serialize(Coins);

        json.Should().Be("""{"Amount":-0.1,"Currency":"BTC"}""");
        JsonSerializer.Deserialize<Money>(json).Should().Be(Coins);
    }
}
