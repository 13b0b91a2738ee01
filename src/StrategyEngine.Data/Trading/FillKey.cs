using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading;

/// <summary>Which fill it is, within one account and instrument.</summary>
/// <param name="ExchangeOrderId">The exchange's id of the order; empty if it names none.</param>
/// <param name="ExecutionId">The exchange's id of the fill, which both sides of a self-trade share.</param>
/// <param name="Side">Which side it filled.</param>
internal readonly record struct FillKey(string ExchangeOrderId, string ExecutionId, OrderSide Side);
