using System.Diagnostics;
using System.Runtime.CompilerServices;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>Brings candles from the venues into the database as they form, and from there to subscribers.</summary>
/// <remarks>
/// <para>Feed, check, conflate, bounded queue, batch, bulk upsert, publish. Subscribers see what is committed, never more. While the
/// database is slow the queue fills, the feeds wait and stop reading from the venue; of an open candle only the latest state is kept
/// waiting, a closed candle is never dropped. After a lost connection the missed candles come from the venue's history, in order.</para>
/// <para>Thread-safe. It may be started again after it was stopped.</para>
/// </remarks>
[DebuggerDisplay("MarketDataPipeline {Display,nq}")]
public sealed class MarketDataPipeline : IAsyncDisposable, IDisposable
{
    private readonly CandleStore _store;
    private readonly TimeProvider _timeProvider;
    private readonly MarketDataPipelineOptions _options;
    private readonly ILogger _logger;
    private readonly CandleBroadcast _broadcast;
    private readonly SemaphoreSlim _lifecycle = new(1, 1);
    private MarketDataRun? _run;
    private bool _disposed;

    /// <summary>Creates a pipeline that is not started.</summary>
    /// <param name="database">The database that the candles go to.</param>
    /// <param name="options">The settings; null for the defaults.</param>
    /// <param name="logger">Told about connections, refused candles and failures; null for none.</param>
    /// <exception cref="OptionsOutOfRangeException">A setting is out of its range; the message names every one that is. Code
    /// <c>pipeline.options</c>.</exception>
    public MarketDataPipeline(
        TradingDatabase database, MarketDataPipelineOptions? options = null, ILogger<MarketDataPipeline>? logger = null)
        : this(new CandleStore(database), database.TimeProvider, options, logger)
    {
    }

    internal MarketDataPipeline(CandleStore store, TimeProvider timeProvider, MarketDataPipelineOptions? options, ILogger? logger)
    {
        OptionRanges.Demand(options);
        _options = options?.Copy() ?? new MarketDataPipelineOptions();
        _store = store;
        _timeProvider = timeProvider;
        _logger = logger ?? NullLogger.Instance;
        _broadcast = new CandleBroadcast(_options.SubscriberCapacity, _logger);
    }

    private string Display => _disposed ? "disposed" : _run is { IsRunning: true } ? "running" : "stopped";

    /// <summary>Completes when the pipeline has stopped; faults if it stopped by itself.</summary>
    /// <remarks>
    /// Completed before the first start. A fault is a <see cref="MarketDataPipelineException"/> with the code <c>pipeline.failed</c>.
    /// </remarks>
    public Task Completion => _run?.Completion ?? Task.CompletedTask;

    /// <summary>
    /// Starts to keep the given series in the database. Returns when the work has begun, not when the venues are connected.
    /// </summary>
    /// <param name="subscriptions">The series, at least one, each once.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    /// <remarks>Each feed opens one connection for all its series. Unreachable venues are tried again until the pipeline stops.</remarks>
    /// <exception cref="MarketDataPipelineException">It is running already, or a series or an asset's timeframe is given twice.</exception>
    /// <exception cref="Persistence.CandleTableException">The database failed the read of what is stored.</exception>
    public async Task StartAsync(IReadOnlyCollection<MarketDataSubscription> subscriptions, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(subscriptions);
        ArgumentOutOfRangeException.ThrowIfZero(subscriptions.Count, nameof(subscriptions));
        await _lifecycle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (_run is { IsRunning: true })
            {
                throw new MarketDataPipelineException(
                    "pipeline.already_started", "The pipeline is running. Call StopAsync before StartAsync with other subscriptions.");
            }

            CheckDistinct(subscriptions);
            var progress = new List<SeriesProgress>();
            foreach (var subscription in subscriptions)
            {
                progress.Add(
                    new SeriesProgress(subscription, await FindEndOfClosedAsync(subscription, cancellationToken).ConfigureAwait(false)));
            }

            _run?.Dispose();
            _run = new MarketDataRun(_store, _broadcast, progress, _options, _timeProvider, _logger);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Disconnects from the venues, writes and publishes what is waiting, and ends the subscriptions.</summary>
    /// <param name="cancellationToken">Gives up on what is still waiting. What was committed stays; the rest is fetched at the next
    /// start.</param>
    /// <remarks>Does nothing if the pipeline does not run. Does not throw if it had failed: see <see cref="Completion"/>.</remarks>
    /// <exception cref="OperationCanceledException">The token was cancelled before all was written.</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _lifecycle.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_run is { } run)
                await run.StopAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _lifecycle.Release();
        }
    }

    /// <summary>Watches the candles of an asset and timeframe as they are committed, by this pipeline.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>
    /// The updates from this call on, also of a pipeline that is started later. Enumerate it once. A subscriber that falls behind gets only
    /// the latest open state, and every closed candle.
    /// </returns>
    /// <exception cref="MarketDataPipelineException">While enumerating: the subscriber fell too far behind, or the pipeline
    /// failed.</exception>
    public IAsyncEnumerable<CandleUpdate> WatchAsync(Guid assetId, Timeframe timeframe, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ObjectDisposedException.ThrowIf(_disposed, this);
        return ReadAsync(_broadcast.Subscribe(new CandleSeries(assetId, timeframe)), cancellationToken);
    }

    /// <summary>Watches the candles of an asset and timeframe as they are committed, by this pipeline.</summary>
    /// <param name="series">The series.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>
    /// The updates from this call on, also of a pipeline that is started later. Enumerate it once. A subscriber that falls behind gets only
    /// the latest open state, and every closed candle.
    /// </returns>
    /// <exception cref="MarketDataPipelineException">While enumerating: the subscriber fell too far behind, or the pipeline
    /// failed.</exception>
    public IAsyncEnumerable<CandleUpdate> WatchAsync(CandleSeries series, CancellationToken cancellationToken = default) =>
        WatchAsync(series.AssetId, series.Timeframe, cancellationToken);

    /// <summary>Stops the pipeline, if it runs, as <see cref="StopAsync"/> does.</summary>
    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;

        await StopAsync().ConfigureAwait(false);
        _disposed = true;
        _broadcast.Complete(null);
        _run?.Dispose();
        _lifecycle.Dispose();
    }

    /// <summary>
    /// Stops the pipeline as <see cref="DisposeAsync"/> does, and blocks until it has ended. For containers that are disposed
    /// synchronously.
    /// </summary>
    public void Dispose() => DisposeAsync().AsTask().GetAwaiter().GetResult();

    private async IAsyncEnumerable<CandleUpdate> ReadAsync(
        ConflatingCandleChannel subscriber, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            while (await subscriber.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
            {
                while (subscriber.TryRead(out var update))
                    yield return update;
            }
        }
        finally
        {
            _broadcast.Unsubscribe(subscriber);
        }
    }

    /// <summary>Finds the end of the newest closed candle, or null if there is none.</summary>
    private async Task<long?> FindEndOfClosedAsync(MarketDataSubscription subscription, CancellationToken cancellationToken)
    {
        const int MoreThanEverOpenAtOnce = 16;
        var (_, series, assetId, _) = subscription;
        var latest = await _store.ReadLatestAsync(assetId, series.Timeframe, MoreThanEverOpenAtOnce, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        for (var i = latest.Count - 1; i >= 0; i--)
        {
            if (latest[i].Closed)
                return series.Timeframe.Next(latest[i].OpenTime);
        }

        return null;
    }

    private static void CheckDistinct(IReadOnlyCollection<MarketDataSubscription> subscriptions)
    {
        if (subscriptions.DistinctBy(subscription => (subscription.Feed, subscription.Series)).Count() < subscriptions.Count ||
            subscriptions.DistinctBy(subscription => new CandleSeries(subscription.AssetId, subscription.Series.Timeframe)).Count()
                < subscriptions.Count)
        {
            throw new MarketDataPipelineException(
                "pipeline.ambiguous", "A series of a feed, or a timeframe of an asset, is subscribed twice. Pass each once to StartAsync.");
        }
    }
}
