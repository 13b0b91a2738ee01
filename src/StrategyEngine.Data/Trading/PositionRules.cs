using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading;

/// <summary>How an account keeps positions in an instrument.</summary>
/// <param name="Mode">Netted or both sides at once. What is held on a spot or share market has one side in either mode.</param>
/// <param name="CostMethod">Which cost an exit takes.</param>
/// <param name="IsMargined">Whether more of an asset may be sold than is held. Contracts and forex always may be sold short.</param>
internal sealed record PositionRules(
    PositionMode Mode = PositionMode.Netting, CostMethod CostMethod = CostMethod.Average, bool IsMargined = false);
