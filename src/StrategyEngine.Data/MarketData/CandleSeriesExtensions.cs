using StrategyEngine.Data.MarketData.Calendars;
using StrategyEngine.Data.MarketData.Completeness;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>The calls of <see cref="CandleStore"/> for whoever holds an asset and a timeframe as one <see cref="CandleSeries"/>.</summary>
public static class CandleSeriesExtensions
{
    /// <summary>Inserts and updates candles from a stream, in constant memory.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="rows">The candles; ascending order is fastest, any order is right.</param>
    /// <param name="validation">What is refused; null for <see cref="CandleValidation.Normal"/>.</param>
    /// <param name="progress">Told after each committed batch.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the same input may be written again.</param>
    /// <returns>The counts, and the refused candles with their reasons; these are kept in <c>candle_quarantine</c> as well.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the write: unknown asset, missing table, locked for too long,
    /// full.</exception>
    public static Task<CandleUpsertResult> UpsertAsync(
        this CandleStore store,
        CandleSeries series,
        IAsyncEnumerable<CandleRow> rows,
        CandleValidation? validation = null,
        IProgress<CandleUpsertProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        store.UpsertAsync(series.AssetId, series.Timeframe, rows, validation, progress, cancellationToken);

    /// <summary>Inserts and updates candles of a list, or of any other sequence as it is enumerated.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="rows">The candles; ascending order is fastest, any order is right.</param>
    /// <param name="validation">What is refused; null for <see cref="CandleValidation.Normal"/>.</param>
    /// <param name="progress">Told after each committed batch.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the same input may be written again.</param>
    /// <returns>The counts, and the refused candles with their reasons; these are kept in <c>candle_quarantine</c> as well.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the write: unknown asset, missing table, locked for too long,
    /// full.</exception>
    public static Task<CandleUpsertResult> UpsertAsync(
        this CandleStore store,
        CandleSeries series,
        IEnumerable<CandleRow> rows,
        CandleValidation? validation = null,
        IProgress<CandleUpsertProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        store.UpsertAsync(series.AssetId, series.Timeframe, rows, validation, progress, cancellationToken);

    /// <summary>Inserts or updates one candle.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="row">The candle.</param>
    /// <param name="validation">What is refused; null for <see cref="CandleValidation.Normal"/>.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the same input may be written again.</param>
    /// <returns>The counts, and the refused candles with their reasons; these are kept in <c>candle_quarantine</c> as well.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the write: unknown asset, missing table, locked for too long,
    /// full.</exception>
    public static Task<CandleUpsertResult> UpsertAsync(
        this CandleStore store,
        CandleSeries series,
        CandleRow row,
        CandleValidation? validation = null,
        CancellationToken cancellationToken = default) =>
        store.UpsertAsync(series.AssetId, series.Timeframe, row, validation, cancellationToken);

    /// <summary>Inserts and updates the candles of a CSV file, in constant memory. Importing a file again stores nothing twice.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="path">The file: text, gzip, or a zip archive that holds one file.</param>
    /// <param name="format">The format, or null for <see cref="CandleCsvFormat.Default"/>.</param>
    /// <param name="validation">What is refused; null for <see cref="CandleValidation.Normal"/>.</param>
    /// <param name="progress">Told after each committed batch, and at the end.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the file may be imported again.</param>
    /// <returns>The counts, and the refused candles with their reasons; these are kept in <c>candle_quarantine</c> as well.</returns>
    /// <exception cref="CandleCsvException">A line cannot be read.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="InvalidDataException">The compressed file is damaged or cut short, or the archive does not hold exactly one
    /// file.</exception>
    /// <exception cref="CandleTableException">The database refused or failed the write: unknown asset, missing table, locked for too long,
    /// full.</exception>
    public static Task<CandleUpsertResult> ImportAsync(
        this CandleStore store,
        CandleSeries series,
        string path,
        CandleCsvFormat? format = null,
        CandleValidation? validation = null,
        IProgress<CandleImportProgress>? progress = null,
        CancellationToken cancellationToken = default) =>
        store.ImportAsync(series.AssetId, series.Timeframe, path, format, validation, progress, cancellationToken);

    /// <summary>Streams the candles of a range in ascending order of open time, in constant memory and from one snapshot.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public static IAsyncEnumerable<CandleRow> ReadAsync(
        this CandleStore store,
        CandleSeries series,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default) =>
        store.ReadAsync(series.AssetId, series.Timeframe, from, to, cancellationToken);

    /// <summary>Reads a range into arrays, one for each field.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>All of the range, in ascending order: about 90 bytes of memory for each candle, and twice as much while it is
    /// read.</returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public static Task<CandleColumns> ReadColumnsAsync(
        this CandleStore store,
        CandleSeries series,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default) =>
        store.ReadColumnsAsync(series.AssetId, series.Timeframe, from, to, cancellationToken);

    /// <summary>
    /// Streams candles of a longer timeframe, made of those of a shorter one that are stored, in constant memory and from one snapshot.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="target">The timeframe to make, which must hold a whole number of that of the series.</param>
    /// <param name="from">The first open time of <paramref name="target"/>, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time of <paramref name="target"/>, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <exception cref="ArgumentException">The one timeframe does not hold a whole number of the other.</exception>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public static IAsyncEnumerable<CandleRow> ResampleAsync(
        this CandleStore store,
        CandleSeries series,
        Timeframe target,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default) =>
        store.ResampleAsync(series.AssetId, series.Timeframe, target, from, to, cancellationToken);

    /// <summary>Reads the first candles, or the first from an instant on.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="count">At most this many, 1 or more; all of them are held in memory.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The candles in ascending order of open time.</returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public static Task<IReadOnlyList<CandleRow>> ReadFirstAsync(
        this CandleStore store,
        CandleSeries series,
        int count,
        DateTimeOffset? from = null,
        CancellationToken cancellationToken = default) =>
        store.ReadFirstAsync(series.AssetId, series.Timeframe, count, from, cancellationToken);

    /// <summary>
    /// Reads the last candles, or those before an instant: call it again with the open time of the first to page backwards.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="count">At most this many, 1 or more; all of them are held in memory.</param>
    /// <param name="before">The open time, exclusive, before which to look; null for the end.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The candles in ascending order of open time; the last one may still be open.</returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public static Task<IReadOnlyList<CandleRow>> ReadLatestAsync(
        this CandleStore store,
        CandleSeries series,
        int count,
        DateTimeOffset? before = null,
        CancellationToken cancellationToken = default) =>
        store.ReadLatestAsync(series.AssetId, series.Timeframe, count, before, cancellationToken);

    /// <summary>Reads the last candle that had ended by an instant: what could be known of the market then, without a look ahead.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="instant">The instant.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The candle, in its state of today; null if there is none. It is older than one timeframe where candles are
    /// missing.</returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public static Task<CandleRow?> ReadAsOfAsync(
        this CandleStore store, CandleSeries series, DateTimeOffset instant, CancellationToken cancellationToken = default) =>
        store.ReadAsOfAsync(series.AssetId, series.Timeframe, instant, cancellationToken);

    /// <summary>Finds the candles that are missing from a range, its edges included: one gap for each run of them.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="from">The first open time, inclusive.</param>
    /// <param name="to">The last open time, exclusive; not in the future, where every candle is missing.</param>
    /// <param name="calendar">When the venue trades; null for <see cref="TradingCalendars.AlwaysOpen"/>.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>The gaps in ascending order.</returns>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public static IAsyncEnumerable<CandleGap> FindGapsAsync(
        this CandleStore store,
        CandleSeries series,
        DateTimeOffset from,
        DateTimeOffset to,
        ITradingCalendar? calendar = null,
        CancellationToken cancellationToken = default) =>
        store.FindGapsAsync(series.AssetId, series.Timeframe, from, to, calendar, cancellationToken);

    /// <summary>Tells how complete a range is, by what was recorded as its candles were written.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="from">The first open time, inclusive; null for the first that is stored.</param>
    /// <param name="to">The last open time, exclusive; null for the end of the last that is stored.</param>
    /// <param name="calendar">When the venue trades; null for <see cref="TradingCalendars.AlwaysOpen"/>.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public static Task<CandleCoverage> ReadCoverageAsync(
        this CandleStore store,
        CandleSeries series,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        ITradingCalendar? calendar = null,
        CancellationToken cancellationToken = default) =>
        store.ReadCoverageAsync(series.AssetId, series.Timeframe, from, to, calendar, cancellationToken);

    /// <summary>
    /// Reads the candles of a range again and compares them with what was recorded as they were written: what other programs deleted,
    /// altered or added is found.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="from">The first open time, inclusive; null for the first that is stored.</param>
    /// <param name="to">The last open time, exclusive; null for the end of the last that is stored.</param>
    /// <param name="calendar">When the venue trades; null for <see cref="TradingCalendars.AlwaysOpen"/>.</param>
    /// <param name="progress">Told the open time up to which the range has been read; null for nobody.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <exception cref="CandleTableException">The database failed the read; <c>candles.corrupt</c> if a stored amount is no
    /// number.</exception>
    public static Task<CandleProof> ProveAsync(
        this CandleStore store,
        CandleSeries series,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        ITradingCalendar? calendar = null,
        IProgress<DateTimeOffset>? progress = null,
        CancellationToken cancellationToken = default) =>
        store.ProveAsync(series.AssetId, series.Timeframe, from, to, calendar, progress, cancellationToken);

    /// <summary>
    /// Records that the venue has no candle where none is stored, as venues do that leave out a minute without trades: these open times are
    /// no gaps any more.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="from">The first open time, inclusive.</param>
    /// <param name="to">The last open time, exclusive; not in the future.</param>
    /// <param name="calendar">When the venue trades; null for <see cref="TradingCalendars.AlwaysOpen"/>.</param>
    /// <param name="cancellationToken">Stops between transactions; what was recorded stays so.</param>
    /// <returns>How many open times were recorded as empty.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="to"/> is in the future, of which nothing is known.</exception>
    /// <exception cref="CandleTableException">The database refused or failed the write.</exception>
    public static Task<long> ConfirmEmptyAsync(
        this CandleStore store,
        CandleSeries series,
        DateTimeOffset from,
        DateTimeOffset to,
        ITradingCalendar? calendar = null,
        CancellationToken cancellationToken = default) =>
        store.ConfirmEmptyAsync(series.AssetId, series.Timeframe, from, to, calendar, cancellationToken);

    /// <summary>
    /// Records the closed candles of a range as they are stored now, whoever wrote them. What was confirmed empty and has no candle stays
    /// so.
    /// </summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Stops between transactions; what was recorded stays so.</param>
    /// <exception cref="CandleTableException">The database refused or failed the write.</exception>
    public static Task RebuildCoverageAsync(
        this CandleStore store,
        CandleSeries series,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default) =>
        store.RebuildCoverageAsync(series.AssetId, series.Timeframe, from, to, cancellationToken);

    /// <summary>Deletes the candles of a range and what is recorded of them.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Stops between transactions; what was deleted stays so.</param>
    /// <returns>How many candles were deleted.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the write.</exception>
    public static Task<long> RemoveAsync(
        this CandleStore store,
        CandleSeries series,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default) =>
        store.RemoveAsync(series.AssetId, series.Timeframe, from, to, cancellationToken);

    /// <summary>Counts the stored candles of a range.</summary>
    /// <param name="store">The store.</param>
    /// <param name="series">The series.</param>
    /// <param name="from">The first open time, inclusive; null for the beginning.</param>
    /// <param name="to">The last open time, exclusive; null for the end.</param>
    /// <param name="cancellationToken">Cancels the count.</param>
    /// <exception cref="CandleTableException">The database failed the read.</exception>
    public static Task<long> CountAsync(
        this CandleStore store,
        CandleSeries series,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        CancellationToken cancellationToken = default) =>
        store.CountAsync(series.AssetId, series.Timeframe, from, to, cancellationToken);
}
