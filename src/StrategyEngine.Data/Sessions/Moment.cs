using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sessions;

/// <summary>The two clocks of a time provider, read once for a validation that asks them often.</summary>
/// <param name="Now">The instant, as <see cref="Instants.Now"/> gives it.</param>
/// <param name="Timestamp">A timestamp, which does not step back.</param>
internal readonly record struct Moment(DateTimeOffset Now, long Timestamp)
{
    public static Moment Of(TimeProvider timeProvider) => new(Instants.Now(timeProvider), timeProvider.GetTimestamp());
}
