namespace StrategyEngine.Data.Model;

/// <summary>The mood of the market when a signal was made.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum MarketSentiment
{
    /// <summary>Strongly falling.</summary>
    VeryBearish,

    /// <summary>Falling.</summary>
    Bearish,

    /// <summary>No direction.</summary>
    Neutral,

    /// <summary>Rising.</summary>
    Bullish,

    /// <summary>Strongly rising.</summary>
    VeryBullish,
}
