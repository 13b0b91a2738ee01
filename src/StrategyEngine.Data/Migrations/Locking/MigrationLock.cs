using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Waits for the engine's own lock in short steps, and gives up with the name of the last that announced itself.</summary>
internal sealed class MigrationLock(
    TradingProvider provider, MigrationSession session, string historyTable, Guid runId, TimeSpan timeout, Action waiting)
{
    private const int ShortestPauseMilliseconds = 15, LongestPauseMilliseconds = 60;

    // Other processes hold their locks in real time, whatever clock this database was given.
    private static readonly TimeProvider Wall = TimeProvider.System;

    private string? _entityFrameworkLock;

    /// <summary>Connects and begins the transaction that holds the lock, once EF's own lock is free too.</summary>
    /// <remarks>EF rebuilds a table in three transactions, between which this lock could be had.</remarks>
    public Task AcquireAsync(CancellationToken cancellationToken) => WaitAsync(
        async () =>
        {
            await session.OpenAsync(cancellationToken).ConfigureAwait(false);
            if (!await session.TryBeginAsync(cancellationToken).ConfigureAwait(false))
                return false;
            _entityFrameworkLock = await session.ReadEntityFrameworkLockAsync(cancellationToken).ConfigureAwait(false);
            if (_entityFrameworkLock is null)
                return true;
            await session.RollbackAsync().ConfigureAwait(false);
            return false;
        },
        cancellationToken);

    /// <summary>Connects and begins the transaction that holds the lock, whether or not EF's own lock is free.</summary>
    public Task AcquireBesideEntityFrameworkAsync(CancellationToken cancellationToken) => WaitAsync(
        async () =>
        {
            await session.OpenAsync(cancellationToken).ConfigureAwait(false);
            return await session.TryBeginAsync(cancellationToken).ConfigureAwait(false);
        },
        cancellationToken);

    /// <summary>Tries until it succeeds or the time is up; a database can also be locked against being opened, read or compacted.</summary>
    public async Task WaitAsync(Func<Task<bool>> attempt, CancellationToken cancellationToken)
    {
        var started = Wall.GetTimestamp();
        while (true)
        {
            Exception? refusal = null;
            try
            {
                if (await attempt().ConfigureAwait(false))
                    return;
            }
            catch (Exception exception) when (provider.Classify(exception).Kind == DatabaseErrorKind.Busy)
            {
                refusal = exception;
            }

            var waited = Wall.GetElapsedTime(started);
            if (timeout != Timeout.InfiniteTimeSpan && waited >= timeout && _entityFrameworkLock is { } takenAt)
                throw new EntityFrameworkLockException(takenAt);
            if (timeout != Timeout.InfiniteTimeSpan && waited >= timeout)
                throw new MigrationLockedException(waited, await ReadHolderAsync(cancellationToken).ConfigureAwait(false), refusal);
            waiting();
            var pause = TimeSpan.FromMilliseconds(Random.Shared.Next(ShortestPauseMilliseconds, LongestPauseMilliseconds));
            await Task.Delay(pause, Wall, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<MigrationLockHolder?> ReadHolderAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await session.ReadLockHolderAsync(cancellationToken).ConfigureAwait(false) is { } holder)
                return MigrationLockHolder.Of(holder);
            var journal = await session.ReadJournalAsync(historyTable, cancellationToken).ConfigureAwait(false);
            return SchemaStatus.LastAnnounced(journal, except: runId);
        }
        catch (Exception exception) when (provider.Classify(exception).Kind == DatabaseErrorKind.Busy)
        {
            return null;
        }
    }
}
