using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData;

/// <summary>Settings of <see cref="MarketDataPipeline"/>. Read once, when the pipeline is created.</summary>
public sealed class MarketDataPipelineOptions : IRangedOptions
{
    /// <summary>
    /// Candles that wait between the feeds and the database; a feed that finds the queue full waits and stops reading from the venue.
    /// </summary>
    /// <value>1 to 1,000,000. Default: 8,192.</value>
    public int QueueCapacity { get; set; } = 8_192;

    /// <summary>Candles after which a batch is written, however young it is.</summary>
    /// <value>1 to 10,000. Default: 1,000.</value>
    public int BatchSize { get; set; } = 1_000;

    /// <summary>Age after which a batch is written, however small it is.</summary>
    /// <value>0 to 1 minute; 0 writes what is there without waiting for more. Default: 250 ms.</value>
    public TimeSpan BatchDelay { get; set; } = TimeSpan.FromMilliseconds(250);

    /// <summary>Updates that may wait for one subscriber before it counts as slow.</summary>
    /// <value>1 to 1,000,000. Default: 1,024.</value>
    public int SubscriberCapacity { get; set; } = 1_024;

    /// <summary>
    /// Upper bound of the first wait before a reconnect; it doubles with each attempt, and the wait is drawn at random below it.
    /// </summary>
    /// <value>1 ms to 1 hour. Default: 0.5 s.</value>
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>
    /// Upper bound of every wait before a reconnect. A connection that lived longer starts again at <see cref="ReconnectDelay"/>.
    /// </summary>
    /// <value><see cref="ReconnectDelay"/> to 1 hour. Default: 30 s.</value>
    public TimeSpan MaxReconnectDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Closed candles before the newest one that are fetched again after a reconnect, in case the venue corrected them.</summary>
    /// <value>0 to 1,000. Default: 2.</value>
    public int HistoryOverlap { get; set; } = 2;

    internal MarketDataPipelineOptions Copy() => (MarketDataPipelineOptions)MemberwiseClone();

    string IRangedOptions.Code => "pipeline.options";

    void IRangedOptions.Check(OptionRanges ranges)
    {
        var hour = TimeSpan.FromHours(1);
        ranges.Within(QueueCapacity, 1, 1_000_000);
        ranges.Within(BatchSize, 1, CandleBatch.TransactionSize);
        ranges.Within(BatchDelay, TimeSpan.Zero, TimeSpan.FromMinutes(1));
        ranges.Within(SubscriberCapacity, 1, 1_000_000);
        ranges.Within(ReconnectDelay, TimeSpan.FromMilliseconds(1), hour);
        ranges.Within(MaxReconnectDelay, TimeSpan.FromMilliseconds(1), hour);
        ranges.AtMost(ReconnectDelay, MaxReconnectDelay, nameof(ReconnectDelay), nameof(MaxReconnectDelay));
        ranges.Within(HistoryOverlap, 0, 1_000);
    }

    /// <summary>Each option; none is a secret.</summary>
    public override string ToString() => Printed.Whole(this);
}
