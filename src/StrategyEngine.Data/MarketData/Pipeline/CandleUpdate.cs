using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>A state of a candle that has just been committed to the database.</summary>
/// <param name="AssetId">The asset.</param>
/// <param name="Timeframe">The timeframe.</param>
/// <param name="Row">The values as stored.</param>
public readonly record struct CandleUpdate(Guid AssetId, Timeframe Timeframe, CandleRow Row);
