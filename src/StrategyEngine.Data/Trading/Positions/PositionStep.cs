using System.Collections.Immutable;

namespace StrategyEngine.Data.Trading.Positions;

/// <summary>What one fill did.</summary>
/// <param name="Fill">The fill.</param>
/// <param name="After">What is held after it.</param>
/// <param name="Trades">The round trips that it touched, as they are after it; at most one that it left and one that it entered.</param>
/// <param name="Allocations">Which part of it went to which of them.</param>
/// <param name="Excess">What could not be booked, or null.</param>
internal sealed record PositionStep(
    VenueFill Fill,
    PositionState After,
    ImmutableArray<RoundTrip> Trades,
    ImmutableArray<FillAllocation> Allocations,
    FillExcess? Excess);
