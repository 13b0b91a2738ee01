using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading;

/// <summary>A position, and what it would bring at a price.</summary>
/// <param name="Position">The position.</param>
/// <param name="Asset">The asset.</param>
/// <param name="Trade">The open trade, or null where there is nothing but dust.</param>
/// <param name="Price">The price, or null where none is known.</param>
/// <param name="UnrealizedPnl">
/// What selling all of it at <paramref name="Price"/> would bring above its cost, dust included and before fees, to 8 decimals; null
/// without a price.
/// </param>
/// <param name="UnrealizedPercentage">The same in percent of the cost; null without a price or cost.</param>
public sealed record PositionValue(
    Position Position, Asset Asset, Trade? Trade, decimal? Price, Money? UnrealizedPnl, double? UnrealizedPercentage)
{
    /// <summary>All that is held: what an exchange tells as position or balance.</summary>
    public decimal Quantity => Position.Quantity + Position.DustQuantity;

    /// <summary>Side, quantity, asset and profit.</summary>
    public override string ToString() => Printed.Text(
        $"{Position.Side} {Quantity} {Asset.Symbol} at {Position.AveragePrice}, price {Price}, unrealized {UnrealizedPnl}");
}
