using StrategyEngine.Data.Performance;

namespace TradingConsole.Backtesting;

/// <summary>What a back-test did.</summary>
/// <param name="Signals">Every crossover, in order of time.</param>
/// <param name="Positions">Every position, in order of entry; the last may be open.</param>
/// <param name="Equity">The account at the first open and at every close.</param>
/// <param name="FirstClose">The close of the first candle: what buying and holding would have paid.</param>
/// <param name="LastClose">The close of the last candle.</param>
internal sealed record BacktestResult(
    IReadOnlyList<CrossoverSignal> Signals,
    IReadOnlyList<SimulatedPosition> Positions,
    EquityCurve Equity,
    decimal FirstClose,
    decimal LastClose);
