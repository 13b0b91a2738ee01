namespace StrategyEngine.Data.Performance.Accumulation;

/// <summary>A point of equity with what a unit of the account was worth, which flows do not move.</summary>
/// <param name="Point">The point, in UTC.</param>
/// <param name="Close">The unit as this point closes what came before, without its flow.</param>
/// <param name="Segment">The chain of units that <paramref name="Close"/> belongs to.</param>
/// <param name="Base">The unit that what follows is measured against.</param>
/// <param name="BaseSegment">Its chain: another one where a flow met an account that was worth nothing before or after it.</param>
internal readonly record struct UnitPoint(EquityPoint Point, decimal Close, int Segment, decimal Base, int BaseSegment)
{
    public DateTimeOffset Time => Point.Time;

    /// <summary>The time-weighted return up to another point; null where nothing positive, or another chain, lies before it.</summary>
    public double? ReturnTo(in UnitPoint later) =>
        Base > 0 && BaseSegment == later.Segment ? (double)((later.Close - Base) / Base) : null;

    /// <summary>The same state at another instant.</summary>
    public UnitPoint At(DateTimeOffset time) => this with { Point = Point with { Time = time } };

    /// <summary>The same state at another instant, where nothing has happened since.</summary>
    public UnitPoint Unchanged(DateTimeOffset time) =>
        new(new EquityPoint(time, Point.Equity), Base, BaseSegment, Base, BaseSegment);
}
