using System.Globalization;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Tests.Trading.Independent;

/// <summary>
/// The same figures computed another way: from the sorted list of all fills, with lots in exact fractions and without any rounding. The
/// profit of a trade is what went in and out of it and the cost of what is left, not a sum over its exits; and whether an order goes on
/// after an exit is seen by looking ahead, not by taking something back.
/// </summary>
internal sealed class IndependentBook(InstrumentTerms terms, AccountRules rules, FeeRate rate)
{
    public List<IndependentTrade> Trades { get; } = [];

    public Dictionary<(Guid? Strategy, PositionSide Side), IndependentSide> Sides { get; } = [];

    public List<(VenueFill Fill, Rational Quantity)> Excesses { get; } = [];

    private bool CountsInBase => terms.Settlement == terms.Base;

    private bool IsOwned => terms.Market is MarketKind.Spot or MarketKind.CashEquity;

    public void Compute(IEnumerable<VenueFill> delivered)
    {
        var distinct = delivered.DistinctBy(fill => (fill.ExchangeOrderId, fill.ExecutionId, fill.Side));
        foreach (var strategy in distinct.GroupBy(fill => fill.StrategyId))
        {
            var sorted = strategy.OrderBy(fill => fill.ExecutedAt.ToUnixTimeMilliseconds()).ThenBy(fill => fill.Sequence)
                .ThenBy(fill => int.Parse(fill.ExecutionId, CultureInfo.InvariantCulture))
                .ThenBy(fill => fill.ExchangeOrderId, StringComparer.Ordinal).ThenBy(fill => fill.Side).ToList();
            Sides[(strategy.Key, PositionSide.Long)] = new IndependentSide();
            Sides[(strategy.Key, PositionSide.Short)] = new IndependentSide();
            for (var i = 0; i < sorted.Count; i++)
                Book(sorted[i], sorted.Skip(i + 1).FirstOrDefault(next => next.PositionSide == sorted[i].PositionSide));
        }

        foreach (var side in Sides.Values.Where(side => side.Trade is not null))
            (side.Trade!.Left, side.Trade.CostLeft) = (IndependentSide.Total(side.Lots), IndependentSide.Cost(side.Lots));
    }

    /// <summary>Realised profit before fees.</summary>
    public Rational Gross(IndependentTrade trade)
    {
        var received = trade.OutValue - (trade.InValue - trade.CostLeft + trade.CostOfDustUsed);
        return (trade.Side == PositionSide.Long) == !CountsInBase ? received : -received;
    }

    /// <summary>The average of units at a price, which for an inverse contract are the units over their sum in base currency.</summary>
    public Rational? Average(Rational units, Rational priced) =>
        units == Rational.Zero ? null : CountsInBase ? units / priced : priced / units;

    private void Book(VenueFill fill, VenueFill? next)
    {
        var isBuy = fill.Side == OrderSide.Buy;
        var inBase = terms.Market == MarketKind.Spot && fill.Fee is { } charged && charged.Currency == terms.Base ? charged.Amount : 0m;
        Rational moved = isBuy ? fill.Quantity - inBase : fill.Quantity + inBase;
        var rest = moved;
        if (fill.PositionSide is { } named)
        {
            if (isBuy == (named == PositionSide.Long))
                Enter(fill, named, rest, moved);
            else if (Leave(fill, next, named, rest, moved) is var beyond && beyond > Rational.Zero)
                Excesses.Add((fill, fill.Quantity * beyond / moved));
            return;
        }

        rest = Leave(fill, next, isBuy ? PositionSide.Short : PositionSide.Long, rest, moved);
        if (rest == Rational.Zero)
            return;
        if (!isBuy && IsOwned && !rules.IsMargined)
            Excesses.Add((fill, fill.Quantity * rest / moved));
        else
            Enter(fill, isBuy ? PositionSide.Long : PositionSide.Short, rest, moved);
    }

    private void Enter(VenueFill fill, PositionSide which, Rational quantity, Rational moved)
    {
        var side = Sides[(fill.StrategyId, which)];
        var trade = side.Trade ??= Open(fill, which);
        var share = quantity / moved;
        trade.BoughtIn += fill.Quantity * share;
        trade.InValue += Worth(fill) * share;
        trade.InUnits += (Rational)fill.Quantity * (fill.ContractSize ?? terms.ContractSize) * share;
        trade.InPriced += Worth(fill) * share;
        Charge(trade, fill, share);
        side.Lots.Add((quantity, Worth(fill) * share));
    }

    private Rational Leave(VenueFill fill, VenueFill? next, PositionSide which, Rational quantity, Rational moved)
    {
        var side = Sides[(fill.StrategyId, which)];
        var taken = Rational.Min(quantity, side.Held);
        if (taken == Rational.Zero)
            return quantity;
        var trade = side.Trade ?? Open(fill, which);
        var share = taken / moved;
        trade.TakenOut += fill.Quantity * share;
        trade.OutValue += Worth(fill) * share;
        trade.OutUnits += (Rational)fill.Quantity * (fill.ContractSize ?? terms.ContractSize) * share;
        trade.OutPriced += Worth(fill) * share;
        Charge(trade, fill, share);

        var (dust, costOfDust) = (IndependentSide.Total(side.Dust), IndependentSide.Cost(side.Dust));
        if (rules.CostMethod == CostMethod.Fifo)
        {
            var fromDust = Rational.Min(dust, taken);
            IndependentSide.TakeOldest(side.Dust, fromDust);
            IndependentSide.TakeOldest(side.Lots, taken - fromDust);
        }
        else
        {
            var fromLots = Rational.Min(IndependentSide.Total(side.Lots), taken);
            IndependentSide.TakeEvenly(side.Lots, fromLots);
            IndependentSide.TakeEvenly(side.Dust, taken - fromLots);
        }

        trade.DustUsed += dust - IndependentSide.Total(side.Dust);
        trade.CostOfDustUsed += costOfDust - IndependentSide.Cost(side.Dust);
        Close(side, trade, fill, next);
        return quantity - taken;
    }

    private void Close(IndependentSide side, IndependentTrade trade, VenueFill fill, VenueFill? next)
    {
        var left = IndependentSide.Total(side.Lots);
        var goesOn = next is not null && next.ExchangeOrderId == fill.ExchangeOrderId && next.Side == fill.Side;
        if (left > Rational.Zero && (goesOn || !IsTooSmall(left, fill)))
            return;
        (trade.ClosedAt, trade.Left, trade.CostLeft) = (fill.ExecutedAt, left, IndependentSide.Cost(side.Lots));
        side.Dust.AddRange(side.Lots);
        side.Lots.Clear();
        side.Trade = null;
    }

    private bool IsTooSmall(Rational quantity, VenueFill fill)
    {
        var notional = quantity * (fill.ContractSize ?? terms.ContractSize) * (CountsInBase ? 1m : fill.Price);
        return (terms.QuantityStep is { } step && quantity < step) || (terms.MinimumNotional is { } least && notional < least);
    }

    private void Charge(IndependentTrade trade, VenueFill fill, Rational share)
    {
        if (fill.Fee is not { Amount: not 0 } fee)
            return;
        var amount = fee.Amount * share;
        trade.Fees[fee.Currency] = trade.Fees.GetValueOrDefault(fee.Currency) + amount;
        if (terms.Market == MarketKind.Spot && fee.Currency == terms.Base)
            return;
        Rational? factor = fee.Currency == terms.Settlement ? (Rational)1m
            : fee.Currency == terms.Quote ? (Rational)1m / fill.Price
            : fee.Currency == terms.Base ? (Rational)fill.Price
            : rate(fill, terms.Settlement) is { } known ? (Rational)known : null;
        if (factor is { } converted)
            trade.FeesInProfit += amount * converted;
        else
            trade.Unknown.Add(fee.Currency);
    }

    private Rational Worth(VenueFill fill)
    {
        var units = (Rational)fill.Quantity * (fill.ContractSize ?? terms.ContractSize);
        return CountsInBase ? units / fill.Price : units * fill.Price;
    }

    private IndependentTrade Open(VenueFill fill, PositionSide which)
    {
        Trades.Add(new IndependentTrade
        {
            Opening = $"{fill.ExchangeOrderId} {fill.ExecutionId} {fill.Side}",
            Side = which,
            OpenedAt = DateTimeOffset.FromUnixTimeMilliseconds(fill.ExecutedAt.ToUnixTimeMilliseconds()),
            StrategyId = fill.StrategyId,
        });
        return Trades[^1];
    }
}
