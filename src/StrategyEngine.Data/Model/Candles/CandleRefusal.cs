namespace StrategyEngine.Data.Model;

/// <summary>Why a candle was not stored.</summary>
public enum CandleRefusal
{
    /// <summary>
    /// The open time is no boundary of the timeframe, or lies outside of the calendar: before the year 1, or so late that the candle may
    /// end after the year 9999.
    /// </summary>
    Unaligned,

    /// <summary>A price is zero or negative.</summary>
    NotPositive,

    /// <summary>A volume or the number of trades is negative.</summary>
    Negative,

    /// <summary>A value has more digits before the point than its column: 16 for a price, 20 for a volume.</summary>
    TooLarge,

    /// <summary>A price has more than 12 decimals, so that storing it would change it.</summary>
    TooPrecise,

    /// <summary>The high is below the low.</summary>
    HighBelowLow,

    /// <summary>The open or the close lies above the high or below the low.</summary>
    OutsideRange,

    /// <summary>It opens before the earliest time that is believed.</summary>
    TooEarly,

    /// <summary>It opens further in the future than clocks may differ.</summary>
    InFuture,

    /// <summary>It closes too far from the close of the candle before it.</summary>
    LargeMove,

    /// <summary>High and low are the same although something was traded.</summary>
    NoSpread,

    /// <summary>It comes after a candle with a later open time.</summary>
    Late,

    /// <summary>Its open time has come before in the same input.</summary>
    Duplicate,
}
