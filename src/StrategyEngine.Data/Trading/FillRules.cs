using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading;

/// <summary>What a fill must be before it is booked.</summary>
internal static class FillRules
{
    /// <summary>The fill in the form in which it is kept: whole milliseconds, its contract size, no fee of 0, no empty id.</summary>
    /// <exception cref="FillException">It cannot be booked.</exception>
    public static VenueFill Demand(VenueFill fill, InstrumentTerms terms, AccountRules rules)
    {
        if (string.IsNullOrWhiteSpace(fill.ExecutionId) || fill.ExchangeOrderId is null || !Enum.IsDefined(fill.Side))
        {
            throw new FillException(
                "fills.id", fill, "A fill needs the execution id and the side that the venue gave it, by which it is known again.");
        }

        if (fill.Price <= 0 || !Amounts.Fits(fill.Price))
        {
            throw new FillException(
                "fills.price", fill, "The price of a fill is above 0 and has at most 12 decimals. It is never rounded.");
        }

        if (fill.Quantity <= 0 || !Amounts.Fits(fill.Quantity))
        {
            throw new FillException(
                "fills.quantity",
                fill,
                "The quantity of a fill is above 0 and has at most 12 decimals. A sale has the side Sell, not a negative quantity.");
        }

        var kept = fill with
        {
            ExecutedAt = DateTimeOffset.FromUnixTimeMilliseconds(fill.ExecutedAt.ToUnixTimeMilliseconds()),
            ContractSize = fill.ContractSize ?? terms.ContractSize,
            Fee = fill.Fee is { Amount: 0 } ? null : fill.Fee,
            StrategyId = fill.StrategyId == Guid.Empty ? null : fill.StrategyId,
        };
        DemandSize(kept, terms);
        DemandFee(kept, terms);
        DemandSide(kept, terms, rules);
        return kept;
    }

    private static void DemandSize(VenueFill fill, InstrumentTerms terms)
    {
        if (fill.Size <= 0 || !Amounts.Fits(fill.Size) || (terms.Market == MarketKind.Spot && fill.Size != 1))
        {
            throw new FillException(
                "fills.contract_size", fill, "The contract size of a fill is above 0, has at most 12 decimals, and is 1 on a spot market.");
        }

        var units = Costs.Ratio.Of(fill.Quantity) * Costs.Ratio.Of(fill.Size);
        if (!units.IsWithin(Amounts.Decimals))
        {
            throw new FillException(
                "fills.contract_size", fill, "Quantity times contract size has more than 12 decimals, or more digits than can be kept.");
        }
    }

    private static void DemandFee(VenueFill fill, InstrumentTerms terms)
    {
        if (fill.Fee is not { } fee)
            return;
        if (fee.Currency.IsDefault)
            throw new FillException("fills.currency", fill, "The fee is in no currency. Name the one that the venue charged.");
        if (!Amounts.Fits(fee.Amount))
            throw new FillException("fills.fee", fill, "A fee has at most 12 decimals.");
        if (terms.Market == MarketKind.Spot && fee.Currency == terms.Base && Math.Abs(fee.Amount) >= fill.Quantity)
        {
            throw new FillException(
                "fills.fee", fill, "A fee in the base currency takes less than the fill brought. Check the currency that the fee is in.");
        }
    }

    private static void DemandSide(VenueFill fill, InstrumentTerms terms, AccountRules rules)
    {
        var isHedged = rules.PositionMode == PositionMode.Hedge && !terms.HoldsAsset;
        if (isHedged ? fill.PositionSide is not { } side || !Enum.IsDefined(side) : fill.PositionSide is not null)
        {
            throw new FillException(
                "fills.position_side",
                fill,
                "In hedge mode a fill names the position that it belongs to, long or short; in netting mode and for what is held it names "
                + "none. Check the mode of the account.");
        }
    }
}
