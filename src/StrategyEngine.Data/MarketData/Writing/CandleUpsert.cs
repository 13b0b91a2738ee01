using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>What all upserts of <see cref="CandleStore"/> do, wherever the candles come from. Thread-safe.</summary>
internal sealed class CandleUpsert(CandleTable table, CandleQuarantine? quarantine, TimeProvider timeProvider)
{
    /// <summary>A call that has seen no candle yet.</summary>
    public CandleUpsertRun Begin(CandleSeries series, CandleValidation? validation, IProgress<CandleUpsertProgress>? progress)
    {
        OptionRanges.Demand(validation);
        var inspection = new CandleInspection(validation ?? CandleValidation.Normal, series.Timeframe, timeProvider);
        return new CandleUpsertRun(table, quarantine, series.AssetId, series.Timeframe, inspection, progress);
    }

    /// <summary>Writes rows of one series from a stream.</summary>
    public static async Task<CandleUpsertResult> RunAsync(
        CandleUpsertRun run, IAsyncEnumerable<CandleRow> rows, CancellationToken cancellationToken)
    {
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (run.Add(row))
                await run.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return await run.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes rows of one series as they are enumerated.</summary>
    public static async Task<CandleUpsertResult> RunAsync(
        CandleUpsertRun run, IEnumerable<CandleRow> rows, CancellationToken cancellationToken)
    {
        foreach (var row in rows)
        {
            if (run.Add(row))
                await run.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return await run.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes rows of one series that are in memory.</summary>
    public static async Task<CandleUpsertResult> RunAsync(
        CandleUpsertRun run, ReadOnlyMemory<CandleRow> rows, CancellationToken cancellationToken)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            if (run.Add(rows.Span[i]))
                await run.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        return await run.CompleteAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Writes rows of one series and blocks until they are stored.</summary>
    public static CandleUpsertResult Run(CandleUpsertRun run, ReadOnlySpan<CandleRow> rows)
    {
        foreach (ref readonly var row in rows)
        {
            if (run.Add(row))
                run.FlushAsync(CancellationToken.None).GetAwaiter().GetResult();
        }

        return run.CompleteAsync(CancellationToken.None).GetAwaiter().GetResult();
    }

    /// <summary>Writes candles of any series.</summary>
    public async Task<CandleUpsertResult> RunAsync(
        IAsyncEnumerable<Candle> candles,
        CandleValidation? validation,
        IProgress<CandleUpsertProgress>? progress,
        CancellationToken cancellationToken)
    {
        OptionRanges.Demand(validation);
        var total = new CandleUpsertTotal(progress);
        var runs = new Dictionary<CandleSeries, CandleUpsertRun>();
        var index = -1L;
        await foreach (var candle in candles.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            index++;
            if (candle is null)
            {
                throw new ArgumentException(
                    $"The candle at index {index} is null. Leave it out; what came before may be stored already.", nameof(candles));
            }

            var series = new CandleSeries(candle.AssetId, candle.Timeframe);
            if (!runs.TryGetValue(series, out var run))
                runs.Add(series, run = Begin(series, validation, total.OfNextSeries()));
            if (run.Add(RowOf(candle)))
                await run.FlushAsync(cancellationToken).ConfigureAwait(false);
        }

        var results = new List<CandleUpsertResult>();
        foreach (var run in runs.Values)
            results.Add(await run.CompleteAsync(cancellationToken).ConfigureAwait(false));
        return CandleUpsertTotal.Sum(results);
    }

    /// <summary>Writes the states of one live batch and tells which of them changed the table.</summary>
    /// <returns>For each row whether it was inserted or replaced an older state.</returns>
    public async Task<ReadOnlyMemory<bool>> RunLiveAsync(
        CandleSeries series, ReadOnlyMemory<CandleRow> rows, CancellationToken cancellationToken)
    {
        var write = new CandleWrite(series.AssetId, series.Timeframe, rows);
        await table.UpsertAsync(write, cancellationToken).ConfigureAwait(false);
        return write.Changed.ToArray();
    }

    /// <summary>Keeps a refused candle of a live feed.</summary>
    /// <exception cref="CandleTableException">The database refused or failed the write.</exception>
    public Task QuarantineAsync(CandleSeries series, RefusedCandle candle, CancellationToken cancellationToken) =>
        quarantine?.AddAsync(series.AssetId, series.Timeframe, [candle], cancellationToken) ?? Task.CompletedTask;

    private static CandleRow RowOf(Candle candle) => new(
        OpenTimeOf(candle), candle.Open, candle.High, candle.Low, candle.Close, candle.Volume, candle.Closed, candle.Revision,
        candle.QuoteVolume, candle.TradeCount);

    // An instant between two milliseconds is no boundary, and must not become one.
    private static long OpenTimeOf(Candle candle)
    {
        var milliseconds = candle.OpenTime.ToUnixTimeMilliseconds();
        return candle.OpenTime.UtcTicks % TimeSpan.TicksPerMillisecond != 0 && candle.Timeframe.IsBoundary(milliseconds)
            ? milliseconds + 1
            : milliseconds;
    }
}
