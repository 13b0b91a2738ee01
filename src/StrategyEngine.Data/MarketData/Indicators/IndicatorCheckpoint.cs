namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>A place from which the calculation can go on.</summary>
/// <param name="LastOpenTime">The open time of the last candle that is part of it, in Unix milliseconds.</param>
/// <param name="Count">How many candles are part of it.</param>
/// <param name="Hash">The hash of what was recorded of the candles up to there when they were read: SHA-256.</param>
/// <param name="Calculation">The averages and windows after the last one.</param>
internal sealed record IndicatorCheckpoint(long LastOpenTime, long Count, byte[] Hash, byte[] Calculation);
