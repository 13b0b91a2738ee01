namespace StrategyEngine.Data.Model;

/// <summary>Whether an instrument can be traded at its exchange.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum AssetStatus
{
    /// <summary>Orders are accepted.</summary>
    Trading,

    /// <summary>Trading is interrupted and expected to go on.</summary>
    Halted,

    /// <summary>It is traded no more. What was recorded of it stays.</summary>
    Delisted,
}
