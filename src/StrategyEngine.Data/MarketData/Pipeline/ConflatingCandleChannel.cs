using System.Collections.Concurrent;
using System.Threading.Channels;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>
/// A bounded queue of candle updates in which a newer open state takes the place of a waiting older one, and no closed candle is ever lost.
/// </summary>
/// <remarks>Thread-safe for many writers and one reader.</remarks>
internal sealed class ConflatingCandleChannel
{
    private readonly Channel<Entry> _entries;
    private readonly ConcurrentDictionary<CandleSeries, OpenState> _openStates = new();

    private readonly Action<int>? _lengthChanged;

    /// <param name="capacity">Entries that may wait.</param>
    /// <param name="lengthChanged">Told by how much the number of waiting entries changed.</param>
    public ConflatingCandleChannel(int capacity, Action<int>? lengthChanged = null)
    {
        _entries = Channel.CreateBounded<Entry>(
            new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });
        _lengthChanged = lengthChanged;
    }

    /// <summary>Adds an update and waits while the queue is full.</summary>
    /// <returns>False if it took the place of a waiting one.</returns>
    public async ValueTask<bool> WriteAsync(CandleUpdate update, CancellationToken cancellationToken)
    {
        if (!TryPrepare(update, out var entry))
            return false;

        await _entries.Writer.WriteAsync(entry, cancellationToken).ConfigureAwait(false);
        _lengthChanged?.Invoke(1);
        return true;
    }

    /// <summary>Adds an update if there is room. An open state without room is forgotten, as the next one will replace it anyway.</summary>
    /// <returns>False if a closed candle found no room.</returns>
    public bool TryWrite(CandleUpdate update)
    {
        if (!TryPrepare(update, out var entry))
            return true;

        if (_entries.Writer.TryWrite(entry))
        {
            _lengthChanged?.Invoke(1);
            return true;
        }

        entry.OpenState?.Take(entry.Ticket);
        return !update.Row.Closed;
    }

    public ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        _entries.Reader.WaitToReadAsync(cancellationToken);

    public bool TryRead(out CandleUpdate update)
    {
        while (_entries.Reader.TryRead(out var entry))
        {
            _lengthChanged?.Invoke(-1);
            if (entry.OpenState is null)
            {
                update = entry.Closed;
                return true;
            }

            if (entry.OpenState.Take(entry.Ticket) is { } open)
            {
                update = open;
                return true;
            }
        }

        update = default;
        return false;
    }

    /// <summary>Ends the queue; what is in it can still be read.</summary>
    public void Complete(Exception? error = null) => _entries.Writer.TryComplete(error);

    private bool TryPrepare(in CandleUpdate update, out Entry entry)
    {
        var openState = _openStates.GetOrAdd(update.Series, static _ => new OpenState());
        if (update.Row.Closed)
        {
            openState.Supersede(update.Row.OpenTime);
            entry = new Entry(update, null, 0);
            return true;
        }

        var isNew = openState.Put(update, out var ticket);
        entry = new Entry(default, openState, ticket);
        return isNew;
    }

    private readonly record struct Entry(CandleUpdate Closed, OpenState? OpenState, int Ticket);

    /// <summary>The latest open state of one series, behind at most one valid entry of the queue.</summary>
    /// <remarks>A closed candle makes the entry before it void, so that the next open state queues up behind the closed candle.</remarks>
    private sealed class OpenState
    {
        private readonly Lock _lock = new();
        private CandleUpdate? _latest;
        private int _ticket;

        /// <returns>Whether an entry has to be queued for it.</returns>
        public bool Put(in CandleUpdate update, out int ticket)
        {
            lock (_lock)
            {
                var isNew = _latest is null;
                _latest = update;
                ticket = _ticket;
                return isNew;
            }
        }

        public void Supersede(long openTime)
        {
            lock (_lock)
            {
                if (_latest is { } latest && latest.Row.OpenTime <= openTime)
                    Clear();
            }
        }

        public CandleUpdate? Take(int ticket)
        {
            lock (_lock)
            {
                if (ticket != _ticket)
                    return null;

                var latest = _latest;
                Clear();
                return latest;
            }
        }

        private void Clear()
        {
            _latest = null;
            _ticket++;
        }
    }
}
