namespace StrategyEngine.Data.MarketData.Binance;

/// <summary>A message is not of the documented form. Never leaves the feed.</summary>
internal sealed class BinanceFormatException(string problem) : Exception(problem);
