using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading.Positions;

/// <summary>A part of a fill, or all of it. Amounts have 12 decimals.</summary>
/// <param name="Moved">By how much the position changes: on a spot market the quantity less or plus a fee in the base currency.</param>
/// <param name="Quantity">How much of the fill's own quantity it is.</param>
/// <param name="Value">Quantity times contract size times price; divided by the price if it is inverse.</param>
/// <param name="Fee">The fee as charged, or null for none.</param>
/// <param name="SettledFee">
/// What the fee takes from the profit, in the settlement currency: 0 if it was taken from the position; null if its rate is missing.
/// </param>
internal readonly record struct FillPart(decimal Moved, decimal Quantity, decimal Value, Money? Fee, decimal? SettledFee)
{
    /// <summary>What is left when a part is gone.</summary>
    public FillPart Without(FillPart part) => new(
        Moved - part.Moved, Quantity - part.Quantity, Value - part.Value, Fee is { } fee ? fee - part.Fee!.Value : null,
        SettledFee - part.SettledFee);
}
