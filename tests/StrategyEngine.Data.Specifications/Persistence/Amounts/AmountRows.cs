using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>The same rows in a database or in memory. <paramref name="Raw"/> are the candles by SQL of one's own.</summary>
public sealed record AmountRows(IQueryable<Candle> Candles, IQueryable<PerformanceMetrics> Metrics, IQueryable<Candle> Raw);
