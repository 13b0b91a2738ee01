using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading.Costs;

namespace StrategyEngine.Data.Trading.Positions;

/// <summary>What a strategy holds on one side.</summary>
/// <param name="StrategyId">The strategy, or null for fills that nobody claimed.</param>
/// <param name="Side">Which way it gains.</param>
/// <param name="Open">What the open round trip holds, with its cost.</param>
/// <param name="Dust">What closed round trips left, with its cost; its quantity is not in <paramref name="Open"/>.</param>
/// <param name="Trade">The open round trip, or null where there is nothing but dust.</param>
internal sealed record OpenPosition(Guid? StrategyId, PositionSide Side, CostPool Open, CostPool Dust, RoundTrip? Trade)
{
    /// <summary>All that is held: what a venue tells as position or balance.</summary>
    public decimal Quantity => Open.Quantity + Dust.Quantity;

    /// <summary>The average price at which the open quantity was filled, to 12 decimals; null where there is nothing but dust.</summary>
    public decimal? AveragePrice => Open.Average.PriceOrNone;
}
