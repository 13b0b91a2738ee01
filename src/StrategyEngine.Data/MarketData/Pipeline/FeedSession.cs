using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>Keeps one feed running: connects, fills what was missed from the history, hands on the stream, and reconnects.</summary>
/// <remarks>
/// A gap is not guessed from the clock. Whenever the stream shows a candle beyond the one that is next, the venue's history is asked
/// for everything before it, and the history's own answer, which reaches up to a candle that follows, tells what is closed.
/// </remarks>
internal sealed class FeedSession
{
    // The history of a venue may lag behind its stream by a moment.
    private const int HistoryAttempts = 5;
    private static readonly TimeSpan HistoryLag = TimeSpan.FromMilliseconds(500);

    private readonly ICandleFeed _feed;
    private readonly Dictionary<VenueSeries, SeriesProgress> _series;
    private readonly ConflatingCandleChannel _queue;
    private readonly CandleStore _store;
    private readonly MarketDataPipelineOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly ReconnectBackoff _backoff;

    public FeedSession(
        ICandleFeed feed,
        IEnumerable<SeriesProgress> series,
        ConflatingCandleChannel queue,
        CandleStore store,
        MarketDataPipelineOptions options,
        TimeProvider timeProvider,
        ILogger logger)
    {
        _feed = feed;
        _series = series.ToDictionary(progress => progress.Subscription.Series);
        _queue = queue;
        _store = store;
        _options = options;
        _timeProvider = timeProvider;
        _logger = logger;
        _backoff = new ReconnectBackoff(options.ReconnectDelay, options.MaxReconnectDelay, Random.Shared.NextDouble);
    }

    /// <summary>Runs until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            long? connected = null;
            CandleFeedException? failure = null;
            try
            {
                var connection = await _feed.ConnectAsync(_series.Keys, cancellationToken).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    connected = _timeProvider.GetTimestamp();
                    MarketDataMetrics.Connected(_feed.Exchange);
                    Log.FeedConnected(_logger, _feed.Exchange, _series.Count);
                    await ReadAsync(connection, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (CandleFeedException exception)
            {
                failure = exception;
            }

            var lived = connected is { } since ? _timeProvider.GetElapsedTime(since) : TimeSpan.Zero;
            var delay = _backoff.Next(lived);
            if (failure?.RetryAfter > delay)
                delay = failure.RetryAfter.Value;

            Log.FeedDisconnected(_logger, _feed.Exchange, failure?.Code ?? "feed.closed", delay, failure);
            await Task.Delay(delay, _timeProvider, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task ReadAsync(ICandleFeedConnection connection, CancellationToken cancellationToken)
    {
        // The stream is open, so whatever the history does not show yet will come through it.
        foreach (var progress in _series.Values)
        {
            if (progress.CompleteTo is not null)
                await CatchUpAsync(progress, cancellationToken).ConfigureAwait(false);
        }

        await foreach (var candle in connection.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_series.TryGetValue(candle.Series, out var progress))
                await AcceptAsync(progress, candle.Row, cancellationToken).ConfigureAwait(false);
            else
                Log.SeriesUnknown(_logger, _feed.Exchange, candle.Series.Symbol, candle.Series.Timeframe.Code);

            MarketDataMetrics.Received(_feed.Exchange);
        }
    }

    private async Task AcceptAsync(SeriesProgress progress, CandleRow candle, CancellationToken cancellationToken)
    {
        if (await CheckAsync(progress, candle, cancellationToken).ConfigureAwait(false) is not { } row)
            return;

        if (progress.IsBehind(row.OpenTime))
            await CatchUpBeforeAsync(progress, row.OpenTime, cancellationToken).ConfigureAwait(false);

        await HandOnAsync(progress, row, cancellationToken).ConfigureAwait(false);
        progress.Observe(row);
    }

    /// <summary>Fetches everything before a candle that the stream shows.</summary>
    private async Task CatchUpBeforeAsync(SeriesProgress progress, long openTime, CancellationToken cancellationToken)
    {
        var series = progress.Subscription.Series;
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(openTime);
        for (var attempt = 1; progress.IsBehind(openTime); attempt++)
        {
            if (await CatchUpAsync(progress, cancellationToken, openTime).ConfigureAwait(false))
            {
                progress.CompleteThrough(openTime);
            }
            else if (attempt < HistoryAttempts)
            {
                Log.HistoryBehindStream(_logger, _feed.Exchange, series.Symbol, series.Timeframe.Code, instant);
                await Task.Delay(HistoryLag * attempt, _timeProvider, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                Log.HistoryGivenUp(_logger, _feed.Exchange, series.Symbol, series.Timeframe.Code, instant);
                progress.CompleteThrough(openTime);
            }
        }
    }

    /// <returns>Whether the history reaches up to a candle that proves all before it closed.</returns>
    private async Task<bool> CatchUpAsync(SeriesProgress progress, CancellationToken cancellationToken, long toOpenTime = long.MaxValue)
    {
        var series = progress.Subscription.Series;
        var candles = 0;
        var isProven = false;
        var start = progress.HistoryStart(_options.HistoryOverlap);
        await foreach (var candle in _feed.ReadHistoryAsync(series, start, toOpenTime, cancellationToken).ConfigureAwait(false))
        {
            isProven = candle.Closed;
            if (!candle.Closed || await CheckAsync(progress, candle, cancellationToken).ConfigureAwait(false) is not { } row)
                continue;

            await HandOnAsync(progress, row, cancellationToken).ConfigureAwait(false);
            progress.CompleteThrough(progress.Timeframe.Next(row.OpenTime));
            MarketDataMetrics.CaughtUp(_feed.Exchange);
            candles++;
        }

        Log.CaughtUp(_logger, _feed.Exchange, series.Symbol, series.Timeframe.Code, candles);
        return isProven;
    }

    /// <returns>The candle as it can be stored; null if it was refused.</returns>
    private async ValueTask<CandleRow?> CheckAsync(SeriesProgress progress, CandleRow candle, CancellationToken cancellationToken)
    {
        var rounded = CandleVolumes.Round(candle, out var row);
        if (CandleRules.Check(progress.Timeframe, row) is not var (field, reason))
        {
            if (rounded > 0)
                MarketDataMetrics.Rounded(_feed.Exchange, rounded);
            return row;
        }

        MarketDataMetrics.Refused(_feed.Exchange);
        var (symbol, timeframe) = (progress.Subscription.Series.Symbol, progress.Timeframe.Code);
        Log.CandleRefused(_logger, _feed.Exchange, symbol, timeframe, field, reason.ToString());

        // Another state of a candle that still forms is on its way.
        if (!row.Closed)
            return null;
        try
        {
            await _store.Writing.QuarantineAsync(progress.Series, new RefusedCandle(0, candle, field, reason), cancellationToken)
                .ConfigureAwait(false);
        }
        catch (CandleTableException exception)
        {
            Log.RefusedCandleNotKept(_logger, _feed.Exchange, symbol, timeframe, row.OpenTime, exception);
        }

        return null;
    }

    private async ValueTask HandOnAsync(SeriesProgress progress, CandleRow row, CancellationToken cancellationToken)
    {
        var update = new CandleUpdate(progress.Series, row);
        if (!await _queue.WriteAsync(update, cancellationToken).ConfigureAwait(false))
            MarketDataMetrics.Conflated(_feed.Exchange);
    }
}
