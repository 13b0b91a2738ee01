using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>Rows to save, and the amounts that queries on them are given.</summary>
public sealed record AmountSet(IReadOnlyList<Candle> Candles, IReadOnlyList<PerformanceMetrics> Metrics, AmountParameters Parameters);
