using System.Data.Common;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Persistence.Bulk;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>
/// The stored indicators of one series and version. Every change names the state it takes for stored, and changes nothing if another one
/// is: updates at the same time cannot mix.
/// </summary>
internal sealed class IndicatorTable(TradingDatabase database, Guid assetId, Timeframe timeframe, int version)
{
    private const int DeletedAtOnce = 5_000;

    public Task<IndicatorState?> ReadStateAsync(CancellationToken cancellationToken) => RunAsync(
        (context, token) => State(context).AsNoTracking().SingleOrDefaultAsync(token), cancellationToken);

    /// <summary>Stores a state where there is none.</summary>
    public async Task CreateStateAsync(string settings, IndicatorPosition position, CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(
                async (context, token) =>
                {
                    context.Add(new IndicatorState
                    {
                        AssetId = assetId,
                        Timeframe = timeframe,
                        IndicatorVersion = version,
                        Settings = settings,
                        LastOpenTime = LastOpenTime(position),
                        CandleHash = CandleHash(position),
                        State = position.ToBytes(),
                    });
                    return await context.SaveChangesAsync(token).ConfigureAwait(false);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (IndicatorStoreException exception)
            when (database.Provider.Classify(exception.InnerException!).Kind == DatabaseErrorKind.Duplicate)
        {
            // Another update was faster.
        }
    }

    /// <summary>Stores the next state, and the values that lead to it, in one transaction.</summary>
    /// <returns>Whether it did; not, if another state than the expected one is stored.</returns>
    public Task<bool> WriteAsync(
        byte[] expected, IndicatorPosition next, IReadOnlyList<IndicatorValues> values, CancellationToken cancellationToken)
    {
        var (last, hash, state) = (LastOpenTime(next), CandleHash(next), next.ToBytes());
        return InTransactionAsync(
            async (context, token) =>
            {
                var changed = await State(context).Where(row => row.State == expected).ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.LastOpenTime, last).SetProperty(row => row.CandleHash, hash)
                        .SetProperty(row => row.State, state), token).ConfigureAwait(false);
                if (changed == 0)
                    return false;
                await InsertAsync(context, values, token).ConfigureAwait(false);
                return true;
            },
            cancellationToken);
    }

    /// <summary>Deletes the values after a candle, or all of them.</summary>
    /// <returns>How many; null if another state than the expected one is stored.</returns>
    public async Task<long?> RemoveAfterAsync(byte[] expected, long? openTime, CancellationToken cancellationToken)
    {
        var total = 0L;
        while (await RunAsync((context, token) => After(context, openTime).AnyAsync(token), cancellationToken).ConfigureAwait(false))
        {
            var deleted = 0;
            var isExpected = await InTransactionAsync(
                async (context, token) =>
                {
                    if (!await LockAsync(context, expected, token).ConfigureAwait(false))
                        return false;
                    var last = await After(context, openTime)
                        .OrderBy(values => values.OpenTime)
                        .Select(values => values.OpenTime)
                        .Skip(DeletedAtOnce - 1)
                        .Take(1)
                        .ToListAsync(token)
                        .ConfigureAwait(false);
                    var doomed = last.Count == 0
                        ? After(context, openTime)
                        : After(context, openTime).Where(values => values.OpenTime <= last[0]);
                    deleted = await doomed.ExecuteDeleteAsync(token).ConfigureAwait(false);
                    return true;
                },
                cancellationToken).ConfigureAwait(false);
            if (!isExpected)
                return null;
            total += deleted;
        }

        return total;
    }

    /// <summary>Deletes the state.</summary>
    /// <returns>Whether it did; not, if another state than the expected one is stored.</returns>
    public Task<bool> RemoveStateAsync(byte[] expected, CancellationToken cancellationToken) => RunAsync(
        async (context,
            token) => await State(context).Where(row => row.State == expected).ExecuteDeleteAsync(token).ConfigureAwait(false) == 1,
            cancellationToken);

    /// <summary>The open time of the first stored value; null if there is none.</summary>
    public Task<long?> FindFirstAsync(CancellationToken cancellationToken) => RunAsync(
        async (context, token) =>
        {
            var first = await After(context, null)
                .OrderBy(values => values.OpenTime)
                .Select(values => values.OpenTime)
                .Take(1)
                .ToListAsync(token)
                .ConfigureAwait(false);
            return first.Count == 0 ? (long?)null : first[0].ToUnixTimeMilliseconds();
        },
        cancellationToken);

    /// <summary>Reads values in ascending order.</summary>
    public Task<List<IndicatorValues>> ReadAsync(DateTimeOffset? from, DateTimeOffset to, int count, CancellationToken cancellationToken) =>
        RunAsync(
        (context, token) =>
        {
            var values = After(context, null).AsNoTracking().Where(row => row.OpenTime < to);
            if (from is { } first)
                values = values.Where(row => row.OpenTime >= first);
            return values.OrderBy(row => row.OpenTime).Take(count).ToListAsync(token);
        },
        cancellationToken);

    private async Task InsertAsync(DbContext context, IReadOnlyList<IndicatorValues> values, CancellationToken cancellationToken)
    {
        var entity = BulkModel.Find(context, typeof(IndicatorValues));
        var now = database.TimeProvider.GetUtcNow();
        var rows = new List<object?[]>(values.Count);
        foreach (var row in values)
        {
            rows.Add(entity.Prepare(row, context, now, out var fault)?.Stored
                ?? throw new InvalidRecordException($"{fault.Field} {fault.Reason}.", fault.Field, null, []));
        }

        var table = database.Provider.OpenBulkTable(
            entity.Target, context.Database.GetDbConnection(), context.Database.CurrentTransaction!.GetDbTransaction());
        await using (table.ConfigureAwait(false))
            await table.InsertMissingAsync(rows, cancellationToken).ConfigureAwait(false);
    }

    private IQueryable<IndicatorState> State(DbContext context) =>
        context.Set<IndicatorState>()
            .Where(state => state.AssetId == assetId && state.Timeframe == timeframe && state.IndicatorVersion == version);

    private IQueryable<IndicatorValues> After(DbContext context, long? openTime)
    {
        var values = context.Set<IndicatorValues>()
            .Where(row => row.AssetId == assetId && row.Timeframe == timeframe && row.IndicatorVersion == version);
        if (openTime is not { } milliseconds)
            return values;
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
        return values.Where(row => row.OpenTime > instant);
    }

    // A change that changes nothing keeps others from changing the row, on every engine.
    private async Task<bool> LockAsync(DbContext context, byte[] expected, CancellationToken cancellationToken) => await State(context)
        .Where(row => row.State == expected)
        .ExecuteUpdateAsync(set => set.SetProperty(row => row.LastOpenTime, row => row.LastOpenTime), cancellationToken)
        .ConfigureAwait(false) == 1;

    private static DateTimeOffset LastOpenTime(IndicatorPosition position) =>
        position.Last is { } last ? DateTimeOffset.FromUnixTimeMilliseconds(last.LastOpenTime) : DateTimeOffset.UnixEpoch;

    private static byte[] CandleHash(IndicatorPosition position) => position.Last?.Hash ?? [];

    private Task<bool> InTransactionAsync(Func<DbContext, CancellationToken, Task<bool>> work, CancellationToken cancellationToken) =>
        RunAsync(
        async (context, token) =>
        {
            var transaction = await context.Database.BeginTransactionAsync(token).ConfigureAwait(false);
            await using var _ = transaction.ConfigureAwait(false);
            var done = await work(context, token).ConfigureAwait(false);
            if (done)
                await transaction.CommitAsync(token).ConfigureAwait(false);
            return done;
        },
        cancellationToken);

    private async Task<T> RunAsync<T>(Func<DbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        var context = database.CreateContext();
        await using var _ = context.ConfigureAwait(false);
        try
        {
            return await ConflictRetry.RunAsync(
                context,
                database.Provider,
                token =>
                {
                    context.ChangeTracker.Clear();
                    return work(context, token);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DbException or DbUpdateException or RetryLimitExceededException
            || SchemaFailure.Is(exception))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw Translate(exception);
        }
    }

    private IndicatorStoreException Translate(Exception exception)
    {
        var kind = database.Provider.Classify(exception).Kind;
        var words = DatabaseErrorText.Of(database.Provider, kind, "Grant it SELECT, INSERT, UPDATE and DELETE on"
            + " indicator_states and indicator_values.");
        return kind switch
        {
            DatabaseErrorKind.ForeignKey => new IndicatorStoreException(
                "indicators.unknown_asset", "The asset of these indicators is not in the assets table. Save the Asset first.", exception),
            DatabaseErrorKind.Busy or DatabaseErrorKind.Transient or DatabaseErrorKind.Conflict => new IndicatorStoreException(
                IndicatorStoreException.Busy, $"{words} It goes on where it stood.", exception),
            _ => new IndicatorStoreException("indicators.storage", words, exception),
        };
    }
}
