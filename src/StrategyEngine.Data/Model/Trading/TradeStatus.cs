namespace StrategyEngine.Data.Model;

/// <summary>Where a trade stands.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum TradeStatus
{
    /// <summary>Ordered, nothing filled.</summary>
    Pending,

    /// <summary>A position is open.</summary>
    Open,

    /// <summary>Part of the entry quantity is filled.</summary>
    PartiallyFilled,

    /// <summary>The whole entry quantity is filled.</summary>
    Filled,

    /// <summary>Withdrawn before it was filled.</summary>
    Canceled,

    /// <summary>The position is closed.</summary>
    Closed,

    /// <summary>The order failed for a technical reason.</summary>
    Failed,

    /// <summary>The exchange refused the order.</summary>
    Rejected,

    /// <summary>The order's time in force ended.</summary>
    Expired,
}
