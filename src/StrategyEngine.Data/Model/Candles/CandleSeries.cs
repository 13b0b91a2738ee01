namespace StrategyEngine.Data.Model;

/// <summary>The candles of one asset in one timeframe, as the database holds them.</summary>
/// <param name="AssetId">The asset.</param>
/// <param name="Timeframe">The length of the candles.</param>
/// <remarks>Immutable. <c>default</c> names no series: its timeframe is null.</remarks>
public readonly record struct CandleSeries(Guid AssetId, Timeframe Timeframe);
