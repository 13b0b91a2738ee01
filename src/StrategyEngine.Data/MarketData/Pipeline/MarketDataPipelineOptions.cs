namespace StrategyEngine.Data.MarketData;

/// <summary>Settings of <see cref="MarketDataPipeline"/>. Read once, when the pipeline is created.</summary>
public sealed class MarketDataPipelineOptions
{
    /// <summary>Candles that wait between the feeds and the database; a feed that finds the queue full waits and stops reading from the venue.</summary>
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

    /// <summary>Upper bound of the first wait before a reconnect; it doubles with each attempt, and the wait is drawn at random below it.</summary>
    /// <value>1 ms to 1 hour. Default: 0.5 s.</value>
    public TimeSpan ReconnectDelay { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Upper bound of every wait before a reconnect. A connection that lived longer starts again at <see cref="ReconnectDelay"/>.</summary>
    /// <value><see cref="ReconnectDelay"/> to 1 hour. Default: 30 s.</value>
    public TimeSpan MaxReconnectDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Closed candles before the newest one that are fetched again after a reconnect, in case the venue corrected them.</summary>
    /// <value>0 to 1,000. Default: 2.</value>
    public int HistoryOverlap { get; set; } = 2;

    internal void Validate()
    {
        var problems = new List<string>();
        Check(QueueCapacity is >= 1 and <= 1_000_000, $"{nameof(QueueCapacity)} must be 1 to 1,000,000.");
        Check(BatchSize is >= 1 and <= CandleBatch.TransactionSize, $"{nameof(BatchSize)} must be 1 to 10,000.");
        Check(BatchDelay >= TimeSpan.Zero && BatchDelay <= TimeSpan.FromMinutes(1), $"{nameof(BatchDelay)} must be 0 to 1 minute.");
        Check(SubscriberCapacity is >= 1 and <= 1_000_000, $"{nameof(SubscriberCapacity)} must be 1 to 1,000,000.");
        Check(ReconnectDelay >= TimeSpan.FromMilliseconds(1) && ReconnectDelay <= TimeSpan.FromHours(1), $"{nameof(ReconnectDelay)} must be 1 ms to 1 hour.");
        Check(MaxReconnectDelay >= ReconnectDelay && MaxReconnectDelay <= TimeSpan.FromHours(1), $"{nameof(MaxReconnectDelay)} must be {nameof(ReconnectDelay)} to 1 hour.");
        Check(HistoryOverlap is >= 0 and <= 1_000, $"{nameof(HistoryOverlap)} must be 0 to 1,000.");
        if (problems.Count > 0)
            throw new TradingDataException("pipeline.options", $"{nameof(MarketDataPipelineOptions)}: {string.Join(" ", problems)}");

        void Check(bool isValid, string problem)
        {
            if (!isValid)
                problems.Add(problem);
        }
    }
}
