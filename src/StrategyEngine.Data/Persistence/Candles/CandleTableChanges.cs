namespace StrategyEngine.Data.Persistence;

/// <summary>What one batch changed in the candle table.</summary>
/// <param name="Inserted">Rows that were not there before.</param>
/// <param name="Updated">Rows that replaced an older state.</param>
public readonly record struct CandleTableChanges(int Inserted, int Updated);
