using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>One state of a candle as a feed delivers it.</summary>
/// <param name="Series">What it belongs to.</param>
/// <param name="Row">Its values.</param>
public readonly record struct FeedCandle(VenueSeries Series, CandleRow Row);
