namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Unix milliseconds as Npgsql takes and gives <c>timestamptz</c>; what lies outside of its range is infinity.</summary>
internal static class PostgreSqlInstant
{
    private static readonly long Min = new DateTimeOffset(DateTime.MinValue, TimeSpan.Zero).ToUnixTimeMilliseconds();
    private static readonly long Max = new DateTimeOffset(DateTime.MaxValue, TimeSpan.Zero).ToUnixTimeMilliseconds();

    public static DateTime From(long milliseconds) =>
        milliseconds <= Min ? DateTime.SpecifyKind(DateTime.MinValue, DateTimeKind.Utc)
        : milliseconds >= Max ? DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)
        : DateTime.UnixEpoch.AddMilliseconds(milliseconds);

    public static long ToMilliseconds(DateTime instant) => (instant.Ticks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerMillisecond;
}
