using System.Diagnostics;

using StrategyEngine.Data.MarketData.Calendars;
using StrategyEngine.Data.MarketData.Completeness;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>Writes and reads candles in bulk, past Entity Framework, on the key (asset, timeframe, open time).</summary>
/// <remarks>
/// <para>Of two states of one candle the newer is kept, whatever the order in which they arrive: a closed state beats an open one,
/// then the higher <see cref="CandleRow.Revision"/> wins, and of equal ones the first stays. So a closed candle is never reopened, an
/// older state never overwrites a newer one, and the same input may be written again without effect.</para>
/// <para>A candle is stored exactly or refused with the field at fault. Volumes alone are rounded where they have more than 8 decimals,
/// half to even, and counted: <see cref="CandleUpsertResult.RoundedVolumes"/>.</para>
/// <para>Thread-safe. Several processes may use one database.</para>
/// </remarks>
[DebuggerDisplay("CandleStore of {Display,nq}")]
public sealed class CandleStore
{
    /// <summary>How many refused candles a result lists; it counts all of them.</summary>
    public const int MaxListedRefusals = 1_000;

    private readonly CandleTable _candles;
    private readonly TimeProvider _timeProvider;
    private readonly SeriesCoverage _seriesCoverage;
    private readonly CandleQuarantine? _quarantine;

    /// <summary>Creates the store. Nothing is opened before the first call.</summary>
    /// <param name="database">The database that holds the candles.</param>
    public CandleStore(TradingDatabase database)
        : this(
            (database ?? throw new ArgumentNullException(nameof(database))).Candles, database.TimeProvider, new CandleQuarantine(database))
    {
    }

    internal CandleStore(CandleTable table, TimeProvider timeProvider, CandleQuarantine? quarantine)
    {
        _candles = table;
        _timeProvider = timeProvider;
        _seriesCoverage = new SeriesCoverage(table);
        _quarantine = quarantine;
        Writing = new CandleUpsert(table, quarantine, timeProvider);
    }

    /// <summary>The writes that the public methods do not offer: those of a live feed.</summary>
    internal CandleUpsert Writing { get; }

    private CandleTable Table => Alive(_candles);

    private SeriesCoverage Coverage => Alive(_seriesCoverage);

    private string Display => _quarantine?.Database.Display ?? "a table alone";

    /// <summary>Inserts and updates candles from a stream, in constant memory.</summary>
    /// <param name="assetId">The asset, which must be saved already.</param>
    /// <param name="timeframe">The timeframe of all rows.</param>
    /// <param name="rows">The candles; ascending order is fastest, any order is right.</param>
    /// <param name="validation">What is refused; null for <see cref="CandleValidation.Normal"/>.</param>
    /// <param name="progress">Told after each committed batch.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the same input may be written again.</param>
    /// <returns>The counts, and the refused candles with their reasons; these are kept in <c>candle_quarantine</c> as well.</returns>
    /// <remarks>Each batch of up to 10,000 rows is one transaction: all of it is stored and recorded in the coverage, or nothing.</remarks>
    /// <exception cref="OptionsOutOfRangeException">A rule of <paramref name="validation"/> is out of its range.</exception>
    /// <exception cref="CandleTableException">
    /// The database refused or failed the write: unknown asset, missing table, locked for too long, full.
    /// </exception>
    public Task<CandleUpsertResult> UpsertAsync(
        Guid assetId,
        Timeframe timeframe,
        IAsyncEnumerable<CandleRow> rows,
        CandleValidation? validation = null,
        IProgress<CandleUpsertProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return CandleUpsert.RunAsync(Begin(assetId, timeframe, validation, progress), rows, cancellationToken);
    }

    /// <summary>Inserts and updates candles of any assets and timeframes from a stream.</summary>
    /// <param name="candles">The candles; those of one series in ascending order are fastest, any order is right.</param>
    /// <param name="validation">What is refused; null for <see cref="CandleValidation.Normal"/>.</param>
    /// <param name="progress">Told after each committed batch.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the same input may be written again.</param>
    /// <returns>The counts of all series, and the refused candles with their reasons; positions are those within a series.</returns>
    /// <remarks>
    /// Each batch of up to 10,000 candles of one series is one transaction. Each series that comes out of order gathers up to 250,000
    /// candles, some 26 MB.
    /// </remarks>
    /// <exception cref="ArgumentException">A candle is null; the message says which.</exception>
    /// <exception cref="OptionsOutOfRangeException">A rule of <paramref name="validation"/> is out of its range.</exception>
    /// <exception cref="CandleTableException">
    /// The database refused or failed the write: unknown asset, missing table, locked for too long, full.
    /// </exception>
    public Task<CandleUpsertResult> UpsertAsync(
        IAsyncEnumerable<Candle> candles,
        CandleValidation? validation = null,
        IProgress<CandleUpsertProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candles);
        return Alive(Writing).RunAsync(candles, validation, progress, cancellationToken);
    }

    /// <summary>Streams the candles of a range in ascending order of open time, in constant memory and from one snapshot.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <remarks>A slow consumer keeps its snapshot, and with it the database's write-ahead log, alive.</remarks>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public IAsyncEnumerable<CandleRow> ReadAsync(
        Guid assetId,
        Timeframe timeframe,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return Table.ReadAsync(assetId, timeframe, CandleRanges.FirstOpenTime(from), CandleRanges.EndOpenTime(to), cancellationToken);
    }

    /// <summary>Reads a range into arrays, one for each field.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>
    /// All of the range, in ascending order: about 90 bytes of memory for each candle, and twice as much while it is read.
    /// </returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public async Task<CandleColumns> ReadColumnsAsync(
        Guid assetId,
        Timeframe timeframe,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default) =>
        await CandleColumns.ReadAsync(ReadAsync(assetId, timeframe, from, to, cancellationToken)).ConfigureAwait(false);

    /// <summary>
    /// Streams candles of a longer timeframe, made of those of a shorter one that are stored, in constant memory and from one snapshot.
    /// </summary>
    /// <remarks>
    /// <para>The first open, the highest high, the lowest low, the last close and the sum of the volumes, on the boundaries of
    /// <see cref="Timeframe"/>: days from midnight UTC, weeks from Monday, months from the first. A candle of the longer timeframe is there
    /// if at least one of the shorter is.</para>
    /// <para>It is final if all that it is made of are, and if they reach to its end or a later one is stored. Its revision is the highest
    /// of theirs.</para>
    /// </remarks>
    /// <param name="assetId">The asset.</param>
    /// <param name="source">The timeframe that is stored, shorter than a day or a day.</param>
    /// <param name="target">The timeframe to make, which must hold a whole number of <paramref name="source"/>.</param>
    /// <param name="from">The first open time of <paramref name="target"/>, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time of <paramref name="target"/>, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="ArgumentException">The one timeframe does not hold a whole number of the other.</exception>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public IAsyncEnumerable<CandleRow> ResampleAsync(
        Guid assetId,
        Timeframe source,
        Timeframe target,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default)
    {
        var aggregation = new CandleAggregation(source, target);
        var first = from is null ? long.MinValue : CandleRanges.Ceiling(target, CandleRanges.FirstOpenTime(from));
        var end = to is null ? long.MaxValue : CandleRanges.Ceiling(target, CandleRanges.EndOpenTime(to));

        // The first candle behind the range tells that the last one within it is final.
        var rows = Table.ReadAsync(assetId, source, first, long.MaxValue, cancellationToken);
        return CandleResampler.ResampleAsync(aggregation, rows, end, cancellationToken);
    }

    /// <summary>Reads the first candles, or the first from an instant on.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="count">At most this many, 1 or more; all of them are held in memory.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The candles in ascending order of open time.</returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public Task<IReadOnlyList<CandleRow>> ReadFirstAsync(
        Guid assetId, Timeframe timeframe, int count, DateTimeOffset? from = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Table.ReadFirstAsync(assetId, timeframe, count, CandleRanges.FirstOpenTime(from), cancellationToken);
    }

    /// <summary>
    /// Reads the last candles, or those before an instant: call it again with the open time of the first to page backwards.
    /// </summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="count">At most this many, 1 or more; all of them are held in memory.</param>
    /// <param name="before">The open time, exclusive, before which to look; null for the end.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The candles in ascending order of open time; the last one may still be open.</returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public Task<IReadOnlyList<CandleRow>> ReadLatestAsync(
        Guid assetId, Timeframe timeframe, int count, DateTimeOffset? before = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return Table.ReadLatestAsync(assetId, timeframe, count, CandleRanges.EndOpenTime(before), cancellationToken);
    }

    /// <summary>Reads the last candle that had ended by an instant: what could be known of the market then, without a look ahead.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="instant">The instant.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>
    /// The candle, in its state of today; null if there is none. It is older than one timeframe where candles are missing.
    /// </returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public async Task<CandleRow?> ReadAsOfAsync(
        Guid assetId, Timeframe timeframe, DateTimeOffset instant, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        var end = timeframe.Floor(instant.ToUnixTimeMilliseconds());
        var rows = await Table.ReadLatestAsync(assetId, timeframe, 1, end, cancellationToken).ConfigureAwait(false);
        return rows.Count == 0 ? null : rows[0];
    }

    /// <summary>Finds the candles that are missing from a range, its edges included: one gap for each run of them.</summary>
    /// <remarks>
    /// Reads the candles of the range once, from one snapshot, and beside them what was confirmed empty; in constant memory. A candle that
    /// is stored but was not to be expected is no gap, nor is an open time that was confirmed empty.
    /// </remarks>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="from">The first open time, inclusive.</param>
    /// <param name="to">The last open time, exclusive; not in the future, where every candle is missing.</param>
    /// <param name="calendar">When the venue trades; null for <see cref="TradingCalendars.AlwaysOpen"/>.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>The gaps in ascending order.</returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public IAsyncEnumerable<CandleGap> FindGapsAsync(
        Guid assetId,
        Timeframe timeframe,
        DateTimeOffset from,
        DateTimeOffset to,
        ITradingCalendar? calendar = null,
        CancellationToken cancellationToken = default) =>
        Coverage.FindGapsAsync(
            CandleRanges.Between(assetId, timeframe, from, to), calendar ?? TradingCalendars.AlwaysOpen, cancellationToken);

    /// <summary>Tells how complete a range is, by what was recorded as its candles were written.</summary>
    /// <remarks>
    /// Reads four bytes for each open time and no candle. Only closed candles count. Candles that were written by other means are missing
    /// here: see <see cref="RebuildCoverageAsync"/>.
    /// </remarks>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="from">The first open time, inclusive; null for the first that is stored.</param>
    /// <param name="to">The last open time, exclusive; null for the end of the last that is stored.</param>
    /// <param name="calendar">When the venue trades; null for <see cref="TradingCalendars.AlwaysOpen"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public Task<CandleCoverage> ReadCoverageAsync(
        Guid assetId,
        Timeframe timeframe,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        ITradingCalendar? calendar = null,
        CancellationToken cancellationToken = default) =>
        Coverage.ReadAsync(CandleRanges.Between(assetId, timeframe, from, to), calendar ?? TradingCalendars.AlwaysOpen, cancellationToken);

    /// <summary>
    /// Reads the candles of a range again and compares them with what was recorded as they were written: what other programs deleted,
    /// altered or added is found.
    /// </summary>
    /// <remarks>
    /// <para>Constant memory. Candles and record are of one moment for each part of the range, so that others may write meanwhile. Candles
    /// that are still open are not part of it.</para>
    /// <para>The record holds a checksum of 32 bits for each candle, in the same database: it finds accidents and edits, not a forger who
    /// can compute it. Against one, keep <see cref="CandleCoverage.Hash"/> elsewhere.</para>
    /// </remarks>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="from">The first open time, inclusive; null for the first that is stored.</param>
    /// <param name="to">The last open time, exclusive; null for the end of the last that is stored.</param>
    /// <param name="calendar">When the venue trades; null for <see cref="TradingCalendars.AlwaysOpen"/>.</param>
    /// <param name="progress">Told the open time up to which the range has been read; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="CandleTableException">
    /// The database failed the read; <c>candles.corrupt</c> if a stored amount is no number.
    /// </exception>
    public Task<CandleProof> ProveAsync(
        Guid assetId,
        Timeframe timeframe,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        ITradingCalendar? calendar = null,
        IProgress<DateTimeOffset>? progress = null,
        CancellationToken cancellationToken = default) =>
        Coverage.ProveAsync(
            CandleRanges.Between(assetId, timeframe, from, to), calendar ?? TradingCalendars.AlwaysOpen, progress, cancellationToken);

    /// <summary>
    /// Records that the venue has no candle where none is stored, as venues do that leave out a minute without trades: these open times are
    /// no gaps any more.
    /// </summary>
    /// <remarks>
    /// To be called once all that the venue has of the range is stored, and none of it was refused: where a candle went into quarantine,
    /// the venue has one. A candle that comes later all the same takes its place; one that has not ended yet is left out.
    /// </remarks>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="from">The first open time, inclusive.</param>
    /// <param name="to">The last open time, exclusive; not in the future.</param>
    /// <param name="calendar">When the venue trades; null for <see cref="TradingCalendars.AlwaysOpen"/>.</param>
    /// <param name="cancellationToken">Stops between transactions; what was recorded stays so.</param>
    /// <returns>How many open times were recorded as empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> is in the future, of which nothing is known.</exception>
    /// <exception cref="CandleTableException">The database refused or failed the write.</exception>
    public Task<long> ConfirmEmptyAsync(
        Guid assetId,
        Timeframe timeframe,
        DateTimeOffset from,
        DateTimeOffset to,
        ITradingCalendar? calendar = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        var now = _timeProvider.GetUtcNow();
        if (to > now)
            throw new ArgumentOutOfRangeException(nameof(to), "The end is in the future: nobody knows yet that there is no candle.");
        var range = CandleRanges.Between(assetId, timeframe, from, to);
        return Coverage.ConfirmEmptyAsync(range, now, calendar ?? TradingCalendars.AlwaysOpen, cancellationToken);
    }

    /// <summary>
    /// Records the closed candles of a range as they are stored now, whoever wrote them. What was confirmed empty and has no candle stays
    /// so.
    /// </summary>
    /// <remarks>
    /// For candles that were written by Entity Framework or plain SQL, or before there was a record. It accepts everything that
    /// <see cref="ProveAsync"/> would find, but for candles whose open time is no boundary of the timeframe: these can only be deleted.
    /// </remarks>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Stops between transactions; what was recorded stays so.</param>
    /// <exception cref="CandleTableException">The database refused or failed the write.</exception>
    public Task RebuildCoverageAsync(
        Guid assetId,
        Timeframe timeframe,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default) =>
        Coverage.RebuildAsync(CandleRanges.Between(assetId, timeframe, from, to), cancellationToken);

    /// <summary>Deletes the candles of a range and what is recorded of them.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Stops between transactions; what was deleted stays so.</param>
    /// <returns>How many candles were deleted.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the write.</exception>
    public Task<long> RemoveAsync(
        Guid assetId,
        Timeframe timeframe,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default) =>
        Table.RemoveAsync(CandleRanges.Between(assetId, timeframe, from, to), cancellationToken: cancellationToken);

    /// <summary>Counts the stored candles of a range.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public Task<long> CountAsync(
        Guid assetId,
        Timeframe timeframe,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return Table.CountAsync(assetId, timeframe, CandleRanges.FirstOpenTime(from), CandleRanges.EndOpenTime(to), cancellationToken);
    }

    /// <summary>An upsert that has seen no candle yet.</summary>
    internal CandleUpsertRun Begin(
        Guid assetId, Timeframe timeframe, CandleValidation? validation, IProgress<CandleUpsertProgress>? progress)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        return Alive(Writing).Begin(new CandleSeries(assetId, timeframe), validation, progress);
    }

    private T Alive<T>(T part)
    {
        _quarantine?.Database.DemandAlive();
        return part;
    }
}
