using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading.Positions;

/// <summary>What one strategy holds of one instrument in one account. Immutable; in netting mode one side at most holds anything.</summary>
internal sealed record PositionState(Guid? StrategyId, SidePosition Long, SidePosition Short)
{
    public SidePosition this[PositionSide side] => side == PositionSide.Long ? Long : Short;

    public PositionState With(SidePosition side) => side.Side == PositionSide.Long ? this with { Long = side } : this with { Short = side };
}
