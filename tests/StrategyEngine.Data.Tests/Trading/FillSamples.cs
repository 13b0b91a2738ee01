using System.Globalization;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Tests.Trading;

/// <summary>Instruments and fills as tests need them.</summary>
internal static class FillSamples
{
    public static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static readonly Currency Btc = Currency.Parse("BTC");
    public static readonly Currency Usdt = Currency.Parse("USDT");
    public static readonly Currency Usd = Currency.Parse("USD");
    public static readonly Currency Bnb = Currency.Parse("BNB");

    public static InstrumentTerms Spot(decimal? step = null, decimal? minimumNotional = null) =>
        new(MarketKind.Spot, Btc, Usdt, quantityStep: step, minimumNotional: minimumNotional);

    public static InstrumentTerms Linear(decimal contractSize = 1) =>
        new(MarketKind.LinearPerpetual, Btc, Usdt, contractSize: contractSize);

    public static InstrumentTerms Inverse(decimal contractSize = 1) =>
        new(MarketKind.InversePerpetual, Btc, Usd, contractSize: contractSize);

    /// <summary>Each fill a second after the one before, with an id of its own, unless it says otherwise.</summary>
    public static PositionBook Book(InstrumentTerms terms, AccountRules rules, FeeRate? rate, params IEnumerable<VenueFill> fills)
    {
        var book = new PositionBook(terms, rules, rate);
        var number = 0;
        foreach (var fill in fills)
        {
            book.Add(fill with
            {
                ExecutedAt = fill.ExecutedAt == Start ? Start.AddSeconds(number) : fill.ExecutedAt,
                ExecutionId = fill.ExecutionId.Length == 0 ? $"{number}" : fill.ExecutionId,
                ExchangeOrderId = fill.ExchangeOrderId.Length == 0 ? $"order-{number}" : fill.ExchangeOrderId,
            });
            number++;
        }

        return book;
    }

    public static PositionBook Book(InstrumentTerms terms, params IEnumerable<VenueFill> fills) =>
        Book(terms, new AccountRules(), rate: null, fills);

    public static PositionBook Book(InstrumentTerms terms, AccountRules rules, params IEnumerable<VenueFill> fills) =>
        Book(terms, rules, rate: null, fills);

    public static VenueFill Buy(decimal quantity, decimal price, string? fee = null) => Fill(OrderSide.Buy, quantity, price, fee);

    public static VenueFill Sell(decimal quantity, decimal price, string? fee = null) => Fill(OrderSide.Sell, quantity, price, fee);

    /// <summary>A sum of money as it is written: <c>0.001 BTC</c>.</summary>
    public static Money Sum(string text)
    {
        var parts = text.Split(' ');
        return new Money(decimal.Parse(parts[0], CultureInfo.InvariantCulture), Currency.Parse(parts[1]));
    }

    private static VenueFill Fill(OrderSide side, decimal quantity, decimal price, string? fee) => new()
    {
        ExecutedAt = Start,
        ExecutionId = "",
        ExchangeOrderId = "",
        Side = side,
        Quantity = quantity,
        Price = price,
        Fee = fee is null ? null : Sum(fee),
    };
}
