using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>The end of the pipeline: takes updates from the queue in batches, commits them, and only then publishes them.</summary>
internal sealed class CandleBatchWriter
{
    private static readonly TimeSpan BusyDelay = TimeSpan.FromSeconds(1);

    private readonly ConflatingCandleChannel _queue;
    private readonly CandleStore _store;
    private readonly CandleBroadcast _broadcast;
    private readonly MarketDataPipelineOptions _options;
    private readonly TimeProvider _timeProvider;
    private readonly ILogger _logger;
    private readonly Dictionary<CandleSeries, CandleBatch> _batches = [];
    private Task<bool>? _wait;
    private int _count;

    public CandleBatchWriter(
        ConflatingCandleChannel queue,
        CandleStore store,
        CandleBroadcast broadcast,
        MarketDataPipelineOptions options,
        TimeProvider timeProvider,
        ILogger logger)
    {
        _queue = queue;
        _store = store;
        _broadcast = broadcast;
        _options = options;
        _timeProvider = timeProvider;
        _logger = logger;
    }

    /// <summary>Runs until the queue is completed and empty.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await WaitToReadAsync().WaitAsync(cancellationToken).ConfigureAwait(false))
        {
            await CollectAsync(cancellationToken).ConfigureAwait(false);
            await CommitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task CollectAsync(CancellationToken cancellationToken)
    {
        TakeWaiting();
        if (_options.BatchDelay == TimeSpan.Zero || _count == 0)
            return;

        var full = Task.Delay(_options.BatchDelay, _timeProvider, cancellationToken);
        while (_count < _options.BatchSize)
        {
            var wait = WaitToReadAsync();
            if (await Task.WhenAny(wait, full).ConfigureAwait(false) == full)
                break;

            if (!await wait.ConfigureAwait(false))
                break;

            TakeWaiting();
        }
    }

    // One wait at a time, kept when the delay of a batch ends before it: the channel allows no second one.
    private Task<bool> WaitToReadAsync()
    {
        if (_wait is null || _wait.IsCompleted)
            _wait = _queue.WaitToReadAsync().AsTask();

        return _wait;
    }

    private void TakeWaiting()
    {
        while (_count < _options.BatchSize && _queue.TryRead(out var update))
        {
            if (!_batches.TryGetValue(update.Series, out var batch))
                _batches.Add(update.Series, batch = new CandleBatch());

            batch.Add(update.Row);
            _count++;
        }
    }

    private async Task CommitAsync(CancellationToken cancellationToken)
    {
        foreach (var (series, batch) in _batches)
        {
            if (batch.IsEmpty)
                continue;

            var rows = batch.Settle(out _);
            var changed = await WriteAsync(series, rows, cancellationToken).ConfigureAwait(false);
            for (var i = 0; i < rows.Length; i++)
            {
                if (changed.Span[i])
                    _broadcast.Publish(new CandleUpdate(series, rows.Span[i]));
            }

            batch.Clear();
        }

        _count = 0;
    }

    private async Task<ReadOnlyMemory<bool>> WriteAsync(
        CandleSeries series, ReadOnlyMemory<CandleRow> rows, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                var started = _timeProvider.GetTimestamp();
                var changed = await _store.Writing.RunLiveAsync(series, rows, cancellationToken).ConfigureAwait(false);
                MarketDataMetrics.Committed(changed.Span.Count(true), _timeProvider.GetElapsedTime(started));
                return changed;
            }
            catch (CandleTableException exception) when (exception.IsTransient)
            {
                Log.CandleWriteBusy(_logger, rows.Length, exception);
                await Task.Delay(BusyDelay, _timeProvider, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
