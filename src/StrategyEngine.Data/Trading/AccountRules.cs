using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading;

/// <summary>How an account keeps positions.</summary>
/// <param name="PositionMode">Netted or both sides at once. What is held on a spot or share market has one side in either mode.</param>
/// <param name="CostMethod">Which cost an exit takes.</param>
/// <param name="IsMargined">Whether more of an asset may be sold than is held. Contracts and forex may always be sold short.</param>
public sealed record AccountRules(
    PositionMode PositionMode = PositionMode.Netting, CostMethod CostMethod = CostMethod.Average, bool IsMargined = false)
{
    /// <summary>Those of an account.</summary>
    internal static AccountRules Of(TradingAccount account) => new(account.PositionMode, account.CostMethod, account.IsMargined);
}
