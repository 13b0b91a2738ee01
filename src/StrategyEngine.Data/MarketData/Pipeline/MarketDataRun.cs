using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData;

/// <summary>The pipeline between one start and its stop: the feed sessions, the queue and the writer.</summary>
internal sealed class MarketDataRun : IDisposable
{
    private readonly CandleBroadcast _broadcast;
    private readonly ConflatingCandleChannel _queue;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopFeeds = new();
    private readonly CancellationTokenSource _abandon = new();

    public MarketDataRun(
        CandleStore store,
        CandleBroadcast broadcast,
        IReadOnlyCollection<SeriesProgress> series,
        MarketDataPipelineOptions options,
        TimeProvider timeProvider,
        ILogger logger)
    {
        _broadcast = broadcast;
        _logger = logger;
        _queue = new ConflatingCandleChannel(options.QueueCapacity, MarketDataMetrics.Queued);
        var writer = new CandleBatchWriter(_queue, store, broadcast, options, timeProvider, logger);
        var sessions = series
            .GroupBy(progress => progress.Subscription.Feed)
            .Select(feed => new FeedSession(feed.Key, feed, _queue, store, options, timeProvider, logger))
            .ToList();
        Completion = Task.Run(() => RunAsync(writer, sessions));
    }

    /// <summary>Completes when everything has ended; faults if it ended by itself.</summary>
    public Task Completion { get; }

    public bool IsRunning => !Completion.IsCompleted;

    /// <summary>Stops the feeds and waits until what they brought is written.</summary>
    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopFeeds.CancelAsync().ConfigureAwait(false);
        var abandon = cancellationToken.Register(_abandon.Cancel);
        await using (abandon.ConfigureAwait(false))
            await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

        if (Completion.IsCanceled)
            cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Call after <see cref="StopAsync"/>.</summary>
    public void Dispose()
    {
        _stopFeeds.Dispose();
        _abandon.Dispose();
    }

    private async Task RunAsync(CandleBatchWriter writer, List<FeedSession> sessions)
    {
        var writing = writer.RunAsync(_abandon.Token);
        var reading = sessions.ConvertAll(session => session.RunAsync(_stopFeeds.Token));

        // A session ends only when it is stopped or fails, the writer only when the queue is completed or it fails.
        await Task.WhenAny([writing, .. reading]).ConfigureAwait(false);
        await EndAsync(writing, reading).ConfigureAwait(false);
        if (reading.Append(writing).FirstOrDefault(task => task.IsFaulted) is { } failed)
            throw Fail(failed.Exception!.InnerException!);

        _broadcast.Complete(null);
        _abandon.Token.ThrowIfCancellationRequested();
        Log.PipelineStopped(_logger);
    }

    /// <summary>Lets the feeds end first and then the writer, which writes what they left in the queue.</summary>
    private async Task EndAsync(Task writing, List<Task> reading)
    {
        await _stopFeeds.CancelAsync().ConfigureAwait(false);
        await Task.WhenAll(reading).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _queue.Complete();
        await writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private MarketDataPipelineException Fail(Exception cause)
    {
        Log.PipelineFailed(_logger, cause);
        _broadcast.Complete(() => Failure(cause));
        return Failure(cause);
    }

    private static MarketDataPipelineException Failure(Exception cause) => new(
        "pipeline.failed",
        "The market-data pipeline stopped because it could not go on; the inner exception says why. Repair that and call StartAsync again.",
        cause);
}
