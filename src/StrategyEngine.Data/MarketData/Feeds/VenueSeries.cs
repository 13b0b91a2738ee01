using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>The candles of one symbol and timeframe at a venue.</summary>
/// <param name="Symbol">The symbol as the venue writes it, such as <c>BTCUSDT</c>.</param>
/// <param name="Timeframe">The length of the candles.</param>
public sealed record VenueSeries(string Symbol, Timeframe Timeframe);
