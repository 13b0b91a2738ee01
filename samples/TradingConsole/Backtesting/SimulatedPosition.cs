namespace TradingConsole.Backtesting;

/// <summary>A long position.</summary>
/// <param name="Signal">The signal that opened it.</param>
/// <param name="Entry">The fill that bought.</param>
/// <param name="Exit">The fill that sold all of it, or null while it is open.</param>
internal sealed record SimulatedPosition(CrossoverSignal Signal, SimulatedFill Entry, SimulatedFill? Exit = null);
