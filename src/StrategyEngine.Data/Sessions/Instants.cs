namespace StrategyEngine.Data.Sessions;

/// <summary>Instants as the database keeps them: whole milliseconds, in UTC.</summary>
internal static class Instants
{
    public static DateTimeOffset Now(TimeProvider timeProvider) =>
        DateTimeOffset.FromUnixTimeMilliseconds(timeProvider.GetUtcNow().ToUnixTimeMilliseconds());

    public static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
