namespace StrategyEngine.Data.Trading.Positions;

/// <summary>
/// The part of a fill that sold more than is held where nothing may be sold short, or closed more than a hedged position holds. It is in
/// no position and no round trip: fills before it are missing, or they are those of another strategy.
/// </summary>
/// <param name="Fill">The fill.</param>
/// <param name="Part">How much of it is not booked, its fee included.</param>
internal sealed record FillExcess(VenueFill Fill, FillPart Part);
