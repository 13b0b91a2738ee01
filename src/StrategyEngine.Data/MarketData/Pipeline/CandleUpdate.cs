using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>A state of a candle that has just been committed to the database.</summary>
/// <param name="Series">The asset and the timeframe.</param>
/// <param name="Row">The values as stored.</param>
public readonly record struct CandleUpdate(CandleSeries Series, CandleRow Row);
