using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>Hands committed updates to the subscribers of their series, each through a bounded queue of its own.</summary>
/// <remarks>Thread-safe. Publishing never waits for a subscriber.</remarks>
internal sealed class CandleBroadcast
{
    private readonly ConcurrentDictionary<ConflatingCandleChannel, CandleSeries> _subscribers = new();
    private readonly int _capacity;
    private readonly ILogger _logger;

    public CandleBroadcast(int capacity, ILogger logger)
    {
        _capacity = capacity;
        _logger = logger;
    }

    public ConflatingCandleChannel Subscribe(CandleSeries series)
    {
        var subscriber = new ConflatingCandleChannel(_capacity);
        _subscribers.TryAdd(subscriber, series);
        return subscriber;
    }

    public void Unsubscribe(ConflatingCandleChannel subscriber) => _subscribers.TryRemove(subscriber, out _);

    public void Publish(CandleUpdate update)
    {
        foreach (var (subscriber, series) in _subscribers)
        {
            if (series != update.Series || subscriber.TryWrite(update))
                continue;

            Unsubscribe(subscriber);
            subscriber.Complete(new MarketDataPipelineException(
                "pipeline.slow_subscriber",
                "The subscriber fell so far behind that a closed candle would have been lost. Read the missed candles with "
                + "CandleStore.ReadAsync and call WatchAsync again."));
            MarketDataMetrics.SlowSubscriber();
            Log.SubscriberDisconnected(_logger, series.AssetId, series.Timeframe.Code);
        }
    }

    /// <summary>Ends every subscription after what it still holds.</summary>
    /// <param name="error">Creates what each subscriber gets thrown, or null for a regular end.</param>
    public void Complete(Func<Exception>? error)
    {
        foreach (var subscriber in _subscribers.Keys)
        {
            Unsubscribe(subscriber);
            subscriber.Complete(error?.Invoke());
        }
    }
}
