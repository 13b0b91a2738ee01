namespace StrategyEngine.Data.Trading.Positions;

/// <summary>The part of a fill that belongs to one round trip. The parts of a fill are together exactly the fill.</summary>
/// <param name="Fill">The fill.</param>
/// <param name="Trade">The round trip.</param>
/// <param name="Role">Whether it enters or leaves it.</param>
/// <param name="Part">How much of the fill it is.</param>
/// <param name="GrossProfit">What an exit realised before fees, in the settlement currency, to 12 decimals; 0 for an entry.</param>
internal sealed record FillAllocation(VenueFill Fill, TradeKey Trade, FillRole Role, FillPart Part, decimal GrossProfit)
{
    /// <summary>
    /// What this part adds to the profit of its round trip after its fee, to 12 decimals; null where the rate of the fee is missing.
    /// </summary>
    public decimal? NetProfit => GrossProfit - Part.SettledFee;
}
