using System.Diagnostics;
using System.Runtime.CompilerServices;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>
/// Calculates the indicators of stored candles ahead of their use, keeps them in <c>indicator_values</c>, and brings them up to date by
/// what is new.
/// </summary>
/// <remarks>
/// <para>The result is that of a calculation over all closed candles at once, bit for bit, however the candles came and were divided among
/// updates. Where an older candle was corrected, filled in or removed, the next update notices by what <see cref="CandleStore"/> has
/// recorded, and calculates again from a little before it. Candles that were changed by other means are noticed after
/// <see cref="CandleStore.RebuildCoverageAsync"/>.</para>
/// <para>Each closed candle has one row of values, in which what is still warming up is null. An open candle, and what comes after it, is
/// left for a later update. Values that retention has removed stay removed.</para>
/// <para>Thread-safe. Several processes may update one series at a time.</para>
/// </remarks>
[DebuggerDisplay("IndicatorStore of {_database.Display,nq}")]
public sealed class IndicatorStore
{
    private const int PageLength = 5_000;

    private readonly TradingDatabase _database;

    /// <summary>Creates the store. Nothing is opened before the first call.</summary>
    /// <param name="database">The database that holds the candles and their indicators.</param>
    public IndicatorStore(TradingDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        _database = database;
    }

    /// <summary>
    /// Calculates the indicators of the candles that are new, and again those of candles that an older one has changed under.
    /// </summary>
    /// <param name="assetId">The asset, which must be saved already.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="settings">The periods and their version; null for <see cref="IndicatorSettings"/> as it is by default.</param>
    /// <param name="progress">Told after each committed batch.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the next update goes on from there.</param>
    /// <remarks>
    /// Each batch of up to 5,000 candles is one transaction. Beside the new candles, four bytes of the record of each older one are read.
    /// </remarks>
    /// <exception cref="OptionsOutOfRangeException">A setting is out of its range, or the fast period of <paramref name="settings"/> is
    /// not shorter than the slow one.</exception>
    /// <exception cref="IndicatorSettingsException">The version is stored with other settings.</exception>
    /// <exception cref="IndicatorStoreException">The asset is unknown, or the database refused or failed the write.</exception>
    /// <exception cref="CandleTableException">The database failed the read of the candles.</exception>
    public Task<IndicatorUpdateResult> UpdateAsync(
        Guid assetId,
        Timeframe timeframe,
        IndicatorSettings? settings = null,
        IProgress<IndicatorProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        OptionRanges.Demand(settings);
        settings ??= new IndicatorSettings();
        var series = new CandleRange(assetId, timeframe, long.MinValue, long.MaxValue);
        var update = new IndicatorUpdate(_database.Candles, Table(assetId, timeframe, settings.Version), series, settings, progress);

        // It computes, and some drivers block.
        return Task.Run(() => update.RunAsync(cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Calculates the indicators of the candles that are new, and again those of candles that an older one has changed under.
    /// </summary>
    /// <param name="series">The series, whose asset must be saved already.</param>
    /// <param name="settings">The periods and their version; null for <see cref="IndicatorSettings"/> as it is by default.</param>
    /// <param name="progress">Told after each committed batch.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the next update goes on from there.</param>
    /// <exception cref="ArgumentException">The fast period of <paramref name="settings"/> is not shorter than the slow one.</exception>
    /// <exception cref="IndicatorSettingsException">The version is stored with other settings.</exception>
    /// <exception cref="IndicatorStoreException">The asset is unknown, or the database refused or failed the write.</exception>
    /// <exception cref="CandleTableException">The database failed the read of the candles.</exception>
    public Task<IndicatorUpdateResult> UpdateAsync(
        CandleSeries series,
        IndicatorSettings? settings = null,
        IProgress<IndicatorProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        UpdateAsync(series.AssetId, series.Timeframe, settings, progress, cancellationToken);

    /// <summary>Streams the indicators of a range in ascending order of open time, in constant memory.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="version">The version of the settings.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <remarks>
    /// Read 5,000 at a time: an update may come between. While values are calculated again, they are missing from the first that is wrong
    /// on.
    /// </remarks>
    /// <exception cref="IndicatorStoreException">The database failed the read.</exception>
    public IAsyncEnumerable<IndicatorValues> ReadAsync(
        Guid assetId,
        Timeframe timeframe,
        int version = 1,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        return ReadAsync(Table(assetId, timeframe, version), from?.ToUniversalTime(), to?.ToUniversalTime(), cancellationToken);
    }

    /// <summary>Streams the indicators of a range in ascending order of open time, in constant memory.</summary>
    /// <param name="series">The series.</param>
    /// <param name="version">The version of the settings.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="IndicatorStoreException">The database failed the read.</exception>
    public IAsyncEnumerable<IndicatorValues> ReadAsync(
        CandleSeries series,
        int version = 1,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default) =>
        ReadAsync(series.AssetId, series.Timeframe, version, from, to, cancellationToken);

    /// <summary>Deletes the values of one version of a series, and what is known of their calculation.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="version">The version of the settings.</param>
    /// <param name="cancellationToken">Stops between transactions; what was deleted stays so.</param>
    /// <returns>How many rows of values were deleted.</returns>
    /// <exception cref="IndicatorStoreException">The database refused or failed the write.</exception>
    public async Task<long> RemoveAsync(Guid assetId, Timeframe timeframe, int version, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentOutOfRangeException.ThrowIfLessThan(version, 1);
        var table = Table(assetId, timeframe, version);
        var removed = 0L;
        while (await table.ReadStateAsync(cancellationToken).ConfigureAwait(false) is { } stored)
        {
            // Without checkpoints first, so that an update at the same time does not take for stored what is being deleted.
            var none = IndicatorPosition.None;
            if (!await table.WriteAsync(stored.State, none, [], cancellationToken).ConfigureAwait(false)
                || await table.RemoveAfterAsync(none.ToBytes(), null, cancellationToken).ConfigureAwait(false) is not { } rows)
            {
                continue;
            }

            removed += rows;
            await table.RemoveStateAsync(none.ToBytes(), cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    /// <summary>Deletes the values of one version of a series, and what is known of their calculation.</summary>
    /// <param name="series">The series.</param>
    /// <param name="version">The version of the settings.</param>
    /// <param name="cancellationToken">Stops between transactions; what was deleted stays so.</param>
    /// <returns>How many rows of values were deleted.</returns>
    /// <exception cref="IndicatorStoreException">The database refused or failed the write.</exception>
    public Task<long> RemoveAsync(CandleSeries series, int version, CancellationToken cancellationToken = default) =>
        RemoveAsync(series.AssetId, series.Timeframe, version, cancellationToken);

    private static async IAsyncEnumerable<IndicatorValues> ReadAsync(
        IndicatorTable table, DateTimeOffset? from, DateTimeOffset? to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        // What lies behind the state is left over from before a change.
        var stored = await table.ReadStateAsync(cancellationToken).ConfigureAwait(false);
        if (stored is null || IndicatorPosition.Parse(stored.State)?.Last is null)
            yield break;
        var end = stored.LastOpenTime.AddMilliseconds(1);
        if (to < end)
            end = to.Value;
        int count;
        do
        {
            var page = await table.ReadAsync(from, end, PageLength, cancellationToken).ConfigureAwait(false);
            foreach (var values in page)
                yield return values;
            count = page.Count;
            if (count > 0)
                from = page[^1].OpenTime.AddMilliseconds(1);
        }
        while (count == PageLength);
    }

    private IndicatorTable Table(Guid assetId, Timeframe timeframe, int version) => new(_database, assetId, timeframe, version);
}
