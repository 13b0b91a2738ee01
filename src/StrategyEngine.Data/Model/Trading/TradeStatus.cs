namespace StrategyEngine.Data.Model;

/// <summary>Where a trade stands, as its fills say.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum TradeStatus
{
    /// <summary>Nothing is filled.</summary>
    Pending,

    /// <summary>Part of the quantity that was ordered is filled, and nothing was taken out.</summary>
    PartiallyFilled,

    /// <summary>A position is open.</summary>
    Open,

    /// <summary>Nothing is left of the position, or nothing that can be traded.</summary>
    Closed,
}
