using System.Linq.Expressions;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>Removes what is past its age, table by table, in batches.</summary>
internal sealed class RetentionRun(
    TradingDatabase database,
    DbContext context,
    TimeSpan age,
    RetentionOptions options,
    IProgress<RetentionProgress>? progress,
    CancellationToken cancellationToken)
{
    private readonly DateTimeOffset _now = database.TimeProvider.GetUtcNow();
    private readonly List<RetentionCount> _counts = [];

    public async Task<RetentionResult> RunAsync()
    {
        if (Limit(options.SessionAge) is { } ended)
        {
            await RemoveAsync(
                ended,
                context.Set<UserSession>().Where(session => session.IdleExpiresAt <= ended),
                (rows, batch) => rows.OrderBy(session => session.IdleExpiresAt).Take(batch).Select(session => session.Id),
                (rows, ids) => rows.Where(session => ids.Contains(session.Id))).ConfigureAwait(false);
        }

        if (Limit(options.LoginThrottleAge) is { } quiet)
        {
            await RemoveAsync(
                quiet,
                context.Set<LoginThrottle>().Where(throttle => throttle.NextAllowedAt <= quiet),
                (rows, batch) => rows.OrderBy(throttle => throttle.NextAllowedAt).Take(batch).Select(throttle => throttle.Key),
                (rows, keys) => rows.Where(throttle => keys.Contains(throttle.Key))).ConfigureAwait(false);
        }

        if (Limit(options.SignalAge) is { } over)
        {
            var trades = context.Set<Trade>();
            await RemoveAsync(
                over,
                context.Set<Signal>().Where(signal => signal.CreatedAt <= over
                    && (signal.ExpiresAt == null ? !signal.IsActive : signal.ExpiresAt <= over)
                    && !trades.Any(trade => trade.SignalId == signal.Id)),
                (rows, batch) => rows.OrderBy(signal => signal.CreatedAt).Take(batch).Select(signal => signal.Id),
                (rows, ids) => rows.Where(signal => ids.Contains(signal.Id))).ConfigureAwait(false);
        }

        if (Limit(options.AuthenticationEventAge) is { } forgotten)
        {
            await CountAsync<AuthenticationEvent>(null, forgotten, batches => RemoveAsync(
                batches,
                context.Set<AuthenticationEvent>(),
                entry => entry.OccurredAt,
                (rows, instant) => rows.Where(entry => entry.OccurredAt <= instant),
                forgotten)).ConfigureAwait(false);
        }

        await RemoveSeriesAsync().ConfigureAwait(false);
        return new RetentionResult(_counts, options.DryRun);
    }

    private async Task RemoveSeriesAsync()
    {
        if (options.CandleAges.Count == 0 && options.IndicatorAges.Count == 0)
            return;
        var assets = await context.Set<Asset>()
            .AsNoTracking()
            .OrderBy(asset => asset.Id)
            .Select(asset => asset.Id)
            .ToListAsync(cancellationToken)
            .ConfigureAwait(false);
        foreach (var (timeframe, kept) in options.IndicatorAges)
        {
            await RemoveSeriesAsync<IndicatorValues>(assets, timeframe, _now - kept, (batches, asset, limit) => RemoveAsync(
                batches,
                context.Set<IndicatorValues>().Where(values => values.AssetId == asset && values.Timeframe == timeframe),
                values => values.OpenTime,
                (rows, instant) => rows.Where(values => values.OpenTime <= instant),
                limit)).ConfigureAwait(false);
        }

        foreach (var (timeframe, kept) in options.CandleAges)
        {
            // Through the table of candles, which records what it holds.
            await RemoveSeriesAsync<Candle>(assets, timeframe, _now - kept, (batches, asset, limit) =>
            {
                var range = new CandleRange(asset, timeframe, long.MinValue, limit.ToUnixTimeMilliseconds() + 1);
                return options.DryRun
                    ? database.Candles.CountAsync(asset, timeframe, range.From, range.To, cancellationToken)
                    : database.Candles.RemoveAsync(range, options.BatchSize, batches.Report, cancellationToken);
            }).ConfigureAwait(false);
        }
    }

    private Task RemoveSeriesAsync<TRow>(
        List<Guid> assets, Timeframe timeframe, DateTimeOffset limit, Func<BatchDelete, Guid, DateTimeOffset, Task<long>> remove) =>
        CountAsync<TRow>(timeframe, limit, async batches =>
        {
            var total = 0L;
            foreach (var asset in assets)
                total += await remove(batches, asset, limit).ConfigureAwait(false);
            return total;
        });

    private Task RemoveAsync<TRow, TKey>(
        DateTimeOffset limit,
        IQueryable<TRow> doomed,
        Func<IQueryable<TRow>, int, IQueryable<TKey>> choose,
        Func<IQueryable<TRow>, IQueryable<TKey>, IQueryable<TRow>> among) =>
        CountAsync<TRow>(null, limit, batches => options.DryRun
            ? doomed.LongCountAsync(cancellationToken)
            : batches.ByKeyAsync(doomed, choose, among, cancellationToken));

    private Task<long> RemoveAsync<TRow>(
        BatchDelete batches,
        IQueryable<TRow> rows,
        Expression<Func<TRow, DateTimeOffset>> instant,
        Func<IQueryable<TRow>, DateTimeOffset, IQueryable<TRow>> upTo,
        DateTimeOffset limit) => options.DryRun
        ? upTo(rows, limit).LongCountAsync(cancellationToken)
        : batches.ByTimeAsync(rows, instant, upTo, limit, cancellationToken);

    private async Task CountAsync<TRow>(Timeframe? timeframe, DateTimeOffset limit, Func<BatchDelete, Task<long>> remove)
    {
        var table = context.Model.FindEntityType(typeof(TRow))!.GetTableName()!;
        var before = _counts.Sum(count => count.Rows);
        var removed = 0L;
        var batches = new BatchDelete(database.TimeProvider, options.BatchSize, rows =>
        {
            removed += rows;
            if (rows > 0)
                progress?.Report(new RetentionProgress(table, removed, before + removed));
        });
        _counts.Add(new RetentionCount(table, timeframe?.Code, limit, await remove(batches).ConfigureAwait(false)));
    }

    private DateTimeOffset? Limit(TimeSpan? own) => (own ?? age) is var kept && kept == Timeout.InfiniteTimeSpan ? null : _now - kept;
}
