namespace StrategyEngine.Data.Model;

/// <summary>What a signal advises.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum SignalType
{
    /// <summary>Sell, with high conviction.</summary>
    StrongSell,

    /// <summary>Sell.</summary>
    Sell,

    /// <summary>Do nothing.</summary>
    Hold,

    /// <summary>Buy.</summary>
    Buy,

    /// <summary>Buy, with high conviction.</summary>
    StrongBuy,
}
