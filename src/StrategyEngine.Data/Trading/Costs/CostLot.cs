namespace StrategyEngine.Data.Trading.Costs;

/// <summary>A quantity with what it cost.</summary>
/// <param name="Quantity">The quantity; at least 0.</param>
/// <param name="Cost">What it cost in the settlement currency, to 12 decimals. Of a short position, what it brought.</param>
/// <param name="Average">The prices that it was filled at.</param>
internal readonly record struct CostLot(decimal Quantity, decimal Cost, PriceAverage Average)
{
    public CostLot With(CostLot added, bool isInverse) =>
        new(
        Amounts.Sum(Quantity, added.Quantity), Amounts.Sum(Cost, added.Cost), Average.With(added.Average, isInverse));

    /// <summary>A part with its share of the cost, and the rest with what is left of it: both together are exactly the whole.</summary>
    public (CostLot Part, CostLot Left) Split(decimal quantity)
    {
        var part = new CostLot(quantity, Shares.Of(Cost, quantity, Quantity), Average.Part(quantity, Quantity));
        return (part, new CostLot(Quantity - quantity, Cost - part.Cost, Average.Without(part.Average)));
    }
}
