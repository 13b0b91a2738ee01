using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;

namespace TradingConsole.Backtesting;

/// <summary>A back-test and the rows it left in the database.</summary>
internal sealed record RecordedBacktest(
    Strategy Strategy, Asset Asset, CrossoverSettings Settings, BacktestResult Result, PerformanceRecording Performance);
