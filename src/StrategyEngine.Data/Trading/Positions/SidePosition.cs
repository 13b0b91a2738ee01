using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading.Costs;

namespace StrategyEngine.Data.Trading.Positions;

/// <summary>One side of a position: what its open round trip holds, and the dust of closed ones. Immutable.</summary>
internal sealed record SidePosition
{
    public SidePosition(PositionSide side, CostPool empty) => (Side, Open, Dust) = (side, empty, empty);

    public PositionSide Side { get; init; }

    public CostPool Open { get; init; }

    public CostPool Dust { get; init; }

    /// <summary>The open round trip; null where nothing but dust is held.</summary>
    public RoundTrip? Trade { get; init; }

    /// <summary>
    /// The side as it was before the last fill made dust of the remainder; null once another order has touched it. A further fill of that
    /// order goes on from there, so that an order that fills in parts closes one round trip.
    /// </summary>
    public SidePosition? BeforeDust { get; init; }

    /// <summary>The order that made dust of the remainder.</summary>
    public string DustOrderId { get; init; } = "";

    public decimal Quantity => Open.Quantity + Dust.Quantity;

    /// <summary>The side from which a fill of an order goes on.</summary>
    public SidePosition For(string orderId) =>
        BeforeDust is { } before && orderId.Length > 0 && orderId == DustOrderId
            ? before
            : this with { BeforeDust = null, DustOrderId = "" };
}
