using StrategyEngine.Data.Model;

namespace TradingConsole.Backtesting;

/// <summary>An executed market order.</summary>
/// <param name="Side">Bought or sold.</param>
/// <param name="Time">The open of the candle it was filled on.</param>
/// <param name="Price">The open price of that candle.</param>
/// <param name="Quantity">In the base asset; a multiple of the step size.</param>
/// <param name="Commission">In the quote asset.</param>
internal sealed record SimulatedFill(OrderSide Side, DateTimeOffset Time, decimal Price, decimal Quantity, decimal Commission);
