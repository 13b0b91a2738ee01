namespace StrategyEngine.Data.MarketData;

/// <summary>Why a candle was not stored.</summary>
public enum CandleRefusal
{
    /// <summary>The open time is no boundary of the timeframe, or lies outside the years 1 to 9999.</summary>
    Unaligned,

    /// <summary>A price is zero or negative.</summary>
    NotPositive,

    /// <summary>The volume is negative.</summary>
    Negative,

    /// <summary>A value has more digits before the point than its column: 12 for a price, 20 for a volume.</summary>
    TooLarge,

    /// <summary>A value has more than 8 decimals, so that storing it would change it.</summary>
    TooPrecise,

    /// <summary>The high is below the low.</summary>
    HighBelowLow,

    /// <summary>The open or the close lies above the high or below the low.</summary>
    OutsideRange,
}
