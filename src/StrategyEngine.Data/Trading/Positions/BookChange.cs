namespace StrategyEngine.Data.Trading.Positions;

/// <summary>What one fill changed among the steps of its strategy.</summary>
/// <param name="StrategyId">The strategy, or null for fills that nobody claimed.</param>
/// <param name="Replaced">The steps after it as they were before, in their order; empty if it came last.</param>
/// <param name="Steps">Its own step, and those after it as they are now.</param>
internal sealed record BookChange(Guid? StrategyId, IReadOnlyList<PositionStep> Replaced, IReadOnlyList<PositionStep> Steps);
