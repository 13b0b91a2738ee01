namespace StrategyEngine.Data.MarketData;

/// <summary>How much a candle must satisfy to be stored.</summary>
public enum CandleValidationLevel
{
    /// <summary>What contradicts itself or common sense is refused; what is merely doubtful is stored and named.</summary>
    Normal,

    /// <summary>What is doubtful is refused as well.</summary>
    Strict,

    /// <summary>Only what cannot be stored as it is, is refused; all else is stored and named.</summary>
    Lenient,
}
