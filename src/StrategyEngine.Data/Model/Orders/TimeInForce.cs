namespace StrategyEngine.Data.Model;

/// <summary>How long an order stands.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum TimeInForce
{
    /// <summary>Until it is filled or withdrawn (GTC).</summary>
    GoodTillCanceled,

    /// <summary>What cannot fill at once is withdrawn (IOC).</summary>
    ImmediateOrCancel,

    /// <summary>Filled at once and whole, or withdrawn (FOK).</summary>
    FillOrKill,

    /// <summary>Until a given instant (GTD).</summary>
    GoodTillDate,

    /// <summary>Until the trading day ends.</summary>
    Day,
}
