using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance.Accumulation;

/// <summary>Which of a trade's amounts belong to which currency.</summary>
internal static class TradeCurrencies
{
    /// <summary>Refuses a trade with an amount in another currency.</summary>
    public static void Demand(ClosedTrade trade, Currency currency)
    {
        Demand(trade.Profit, currency);
        Demand(trade.Fee, currency);
        Demand(trade.Funding, currency);
    }

    public static void Demand(Money? amount, Currency currency)
    {
        if (amount is { } money && money.Currency != currency)
            throw new CurrencyMismatchException(currency, money.Currency);
    }

    /// <summary>The trade with what is in the currency of its profit, and what it paid in others.</summary>
    public static (ClosedTrade Trade, IReadOnlyList<(Currency Currency, Money? Fee, Money? Funding)> Costs) Split(ClosedTrade trade)
    {
        var currency = trade.Profit.Currency;
        var fee = trade.Fee is { } paid && paid.Currency != currency ? paid : (Money?)null;
        var funding = trade.Funding is { } received && received.Currency != currency ? received : (Money?)null;
        if (fee is null && funding is null)
            return (trade, []);

        var costs = new List<(Currency, Money?, Money?)>(2);
        if (fee is { } otherFee)
            costs.Add((otherFee.Currency, fee, null));
        if (funding is { } otherFunding)
            costs.Add((otherFunding.Currency, null, funding));
        return (trade with
        {
            Fee = fee is null ? trade.Fee : null,
            Funding = funding is null ? trade.Funding : null,
        }, costs);
    }
}
