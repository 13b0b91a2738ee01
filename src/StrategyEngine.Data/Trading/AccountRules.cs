using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading;

/// <summary>How an account keeps positions.</summary>
/// <param name="PositionMode">Whether it nets what it buys and sells, or holds both sides at once.</param>
/// <param name="CostMethod">Which cost an exit takes.</param>
/// <param name="IsMargined">Whether more of an asset may be sold than is held.</param>
public sealed record AccountRules(
    PositionMode PositionMode = PositionMode.Netting, CostMethod CostMethod = CostMethod.Average, bool IsMargined = false);
