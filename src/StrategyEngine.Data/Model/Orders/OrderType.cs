namespace StrategyEngine.Data.Model;

/// <summary>How an order is executed.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum OrderType
{
    /// <summary>At the best price available.</summary>
    Market,

    /// <summary>At the limit price or better.</summary>
    Limit,

    /// <summary>A market order once the stop price trades.</summary>
    Stop,

    /// <summary>A limit order once the stop price trades.</summary>
    StopLimit,

    /// <summary>A market order once the target trades.</summary>
    TakeProfit,

    /// <summary>A stop that follows the price.</summary>
    TrailingStop,

    /// <summary>A limit order that shows part of its size.</summary>
    Iceberg,

    /// <summary>An entry with attached target and stop.</summary>
    Bracket,
}
