namespace StrategyEngine.Data.SqlServer.MarketData;

/// <summary>Unix milliseconds as <c>datetime2(3)</c> and back.</summary>
internal static class CandleInstant
{
    /// <summary>The calendar of <c>datetime2</c>, in Unix milliseconds.</summary>
    public static readonly long First = DateTimeOffset.MinValue.ToUnixTimeMilliseconds(),
        Last = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    public static DateTime ToStored(long milliseconds) => DateTime.UnixEpoch.AddTicks(milliseconds * TimeSpan.TicksPerMillisecond);

    // Divides towards the past, not towards zero; the stored value is whole milliseconds.
    public static long FromStored(DateTime stored) =>
        (stored.Ticks / TimeSpan.TicksPerMillisecond) - (DateTime.UnixEpoch.Ticks / TimeSpan.TicksPerMillisecond);
}
