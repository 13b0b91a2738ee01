using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading.Positions;

/// <summary>Which round trip it is, among those of one strategy in one account and instrument.</summary>
/// <param name="Opening">The fill that opened it.</param>
/// <param name="Side">Which way it gains: one fill may sell what remained of a long position and open a short one.</param>
internal readonly record struct TradeKey(FillKey Opening, PositionSide Side);
