using System.Diagnostics.Metrics;

namespace StrategyEngine.Data.Diagnostics;

/// <summary>The instruments of the market-data pipeline, on the meter <c>StrategyEngine.Data.MarketData</c>.</summary>
/// <remarks>Names and units follow the OpenTelemetry conventions. The tag <c>exchange</c> names the venue.</remarks>
internal static class MarketDataMetrics
{
    public const string MeterName = "StrategyEngine.Data.MarketData";

    private static readonly Meter Meter = new(MeterName);

    private static readonly Counter<long> ReceivedCounter =
        Meter.CreateCounter<long>("trading.market_data.received", "{candle}", "Candle states that came from a venue.");

    private static readonly Counter<long> ConflatedCounter =
        Meter.CreateCounter<long>("trading.market_data.conflated", "{candle}", "Open states that took the place of a waiting one.");

    private static readonly Counter<long> RefusedCounter =
        Meter.CreateCounter<long>("trading.market_data.refused", "{candle}", "Candle states that broke a rule.");

    private static readonly Counter<long> RoundedCounter =
        Meter.CreateCounter<long>("trading.market_data.rounded", "{volume}", "Volumes that were rounded to 8 decimals.");

    private static readonly Counter<long> UnreadableCounter =
        Meter.CreateCounter<long>("trading.market_data.unreadable", "{frame}", "Frames that could not be decoded.");

    private static readonly Counter<long> StoredCounter =
        Meter.CreateCounter<long>("trading.market_data.stored", "{candle}", "Candle states that changed the table.");

    private static readonly Counter<long> ConnectedCounter =
        Meter.CreateCounter<long>("trading.market_data.connections", "{connection}", "Connections opened to a venue.");

    private static readonly Counter<long> CaughtUpCounter =
        Meter.CreateCounter<long>("trading.market_data.caught_up", "{candle}", "Closed candles fetched from a venue's history.");

    private static readonly Counter<long> SlowSubscribersCounter =
        Meter.CreateCounter<long>(
            "trading.market_data.slow_subscribers", "{subscriber}", "Subscribers disconnected because they fell behind.");

    private static readonly UpDownCounter<long> QueuedCounter =
        Meter.CreateUpDownCounter<long>("trading.market_data.queued", "{candle}", "Entries that wait in the queue before the writer.");

    private static readonly Histogram<double> CommitHistogram =
        Meter.CreateHistogram<double>("trading.market_data.commit.duration", "s", "Time to write one batch.");

    public static void Received(string exchange) => ReceivedCounter.Add(1, Tag(exchange));

    public static void Conflated(string exchange) => ConflatedCounter.Add(1, Tag(exchange));

    public static void Refused(string exchange) => RefusedCounter.Add(1, Tag(exchange));

    public static void Rounded(string exchange, int volumes) => RoundedCounter.Add(volumes, Tag(exchange));

    public static void Unreadable(string exchange) => UnreadableCounter.Add(1, Tag(exchange));

    public static void Connected(string exchange) => ConnectedCounter.Add(1, Tag(exchange));

    public static void CaughtUp(string exchange) => CaughtUpCounter.Add(1, Tag(exchange));

    public static void SlowSubscriber() => SlowSubscribersCounter.Add(1);

    public static void Queued(int change) => QueuedCounter.Add(change);

    public static void Committed(int stored, TimeSpan duration)
    {
        StoredCounter.Add(stored);
        CommitHistogram.Record(duration.TotalSeconds);
    }

    private static KeyValuePair<string, object?> Tag(string exchange) => new("exchange", exchange);
}
