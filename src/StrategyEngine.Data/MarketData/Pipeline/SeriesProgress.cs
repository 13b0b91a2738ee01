using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>How far one subscribed series is known to be complete.</summary>
/// <remarks>Used by one feed session; not thread-safe.</remarks>
internal sealed class SeriesProgress
{
    private readonly long _earliest = long.MinValue;

    /// <param name="subscription">The series.</param>
    /// <param name="endOfClosed">The end of the newest closed candle that is stored, or null if there is none.</param>
    public SeriesProgress(MarketDataSubscription subscription, long? endOfClosed)
    {
        Subscription = subscription;
        CompleteTo = endOfClosed;
        if (endOfClosed is null && subscription.HistoryFrom is { } from)
            CompleteTo = _earliest = Timeframe.Floor(from.ToUnixTimeMilliseconds());
    }

    public MarketDataSubscription Subscription { get; }

    /// <summary>The series as it is stored.</summary>
    public CandleSeries Series => new(Subscription.AssetId, Timeframe);

    public Timeframe Timeframe => Subscription.Series.Timeframe;

    /// <summary>Every candle that opens before this is closed and handed on; null until the first one is seen.</summary>
    public long? CompleteTo { get; private set; }

    /// <summary>Whether candles are missing before one that the stream shows.</summary>
    public bool IsBehind(long openTime) => CompleteTo < openTime;

    /// <summary>The open time from which to ask the history, some candles before the end of what is complete.</summary>
    public long HistoryStart(int overlap)
    {
        var start = CompleteTo ?? throw new InvalidOperationException("Nothing is known of the series yet.");
        for (var i = 0; i <= overlap; i++)
            start = Timeframe.Floor(start - 1);

        return Math.Max(start, _earliest);
    }

    /// <summary>Takes note of a candle of the stream.</summary>
    public void Observe(in CandleRow row)
    {
        CompleteTo ??= row.OpenTime;
        if (row.Closed && row.OpenTime <= CompleteTo)
            CompleteThrough(Timeframe.Next(row.OpenTime));
    }

    /// <summary>Takes note that everything before an open time has been handed on, or does not exist.</summary>
    public void CompleteThrough(long openTime) => CompleteTo = Math.Max(CompleteTo ?? openTime, openTime);
}
