using StrategyEngine.Data.Model;

namespace TradingConsole.Backtesting;

/// <summary>A crossover on the close of a candle.</summary>
/// <param name="Side">What to do.</param>
/// <param name="KnownAt">The close of the candle: nothing may act on the signal before.</param>
/// <param name="Price">The close.</param>
internal sealed record CrossoverSignal(OrderSide Side, DateTimeOffset KnownAt, decimal Price);
