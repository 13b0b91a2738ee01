using System.Runtime.CompilerServices;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>Ways into <see cref="CandleStore"/> for candles as they come: lists, single ones, CSV files.</summary>
public static class CandleStoreExtensions
{
    /// <summary>Inserts and updates candles of a list, or of any other sequence as it is enumerated.</summary>
    /// <param name="store">The store.</param>
    /// <param name="assetId">The asset, which must be saved already.</param>
    /// <param name="timeframe">The timeframe of all rows.</param>
    /// <param name="rows">The candles; ascending order is fastest, any order is right.</param>
    /// <param name="validation">What is refused; null for <see cref="CandleValidation.Normal"/>.</param>
    /// <param name="progress">Told after each committed batch.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the same input may be written again.</param>
    /// <returns>The counts, and the refused candles with their reasons; these are kept in <c>candle_quarantine</c> as well.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the write: unknown asset, missing table, locked for too long,
    /// full.</exception>
    [OverloadResolutionPriority(1)] // An array that is null is no empty memory.
    public static Task<CandleUpsertResult> UpsertAsync(
        this CandleStore store,
        Guid assetId,
        Timeframe timeframe,
        IEnumerable<CandleRow> rows,
        CandleValidation? validation = null,
        IProgress<CandleUpsertProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(rows);
        var run = store.Begin(assetId, timeframe, validation, progress);
        return rows is CandleRow[] array
            ? CandleUpsert.RunAsync(run, (ReadOnlyMemory<CandleRow>)array, cancellationToken)
            : CandleUpsert.RunAsync(run, rows, cancellationToken);
    }

    /// <summary>Inserts and updates candles of a part of an array, or of other memory.</summary>
    /// <param name="store">The store.</param>
    /// <param name="assetId">The asset, which must be saved already.</param>
    /// <param name="timeframe">The timeframe of all rows.</param>
    /// <param name="rows">The candles; ascending order is fastest, any order is right.</param>
    /// <param name="validation">What is refused; null for <see cref="CandleValidation.Normal"/>.</param>
    /// <param name="progress">Told after each committed batch.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the same input may be written again.</param>
    /// <returns>The counts, and the refused candles with their reasons; these are kept in <c>candle_quarantine</c> as well.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the write: unknown asset, missing table, locked for too long,
    /// full.</exception>
    public static Task<CandleUpsertResult> UpsertAsync(
        this CandleStore store,
        Guid assetId,
        Timeframe timeframe,
        ReadOnlyMemory<CandleRow> rows,
        CandleValidation? validation = null,
        IProgress<CandleUpsertProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        return CandleUpsert.RunAsync(store.Begin(assetId, timeframe, validation, progress), rows, cancellationToken);
    }

    /// <summary>Inserts and updates candles of a span; blocks until they are stored.</summary>
    /// <remarks>
    /// A span cannot outlive the call, so this one waits. Arrays are better handed to <c>UpsertAsync</c>. Each batch of up to 10,000 rows
    /// is one transaction.
    /// </remarks>
    /// <param name="store">The store.</param>
    /// <param name="assetId">The asset, which must be saved already.</param>
    /// <param name="timeframe">The timeframe of all rows.</param>
    /// <param name="rows">The candles; ascending order is fastest, any order is right.</param>
    /// <param name="validation">What is refused; null for <see cref="CandleValidation.Normal"/>.</param>
    /// <returns>The counts, and the refused candles with their reasons; these are kept in <c>candle_quarantine</c> as well.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the write: unknown asset, missing table, locked for too long,
    /// full.</exception>
    public static CandleUpsertResult Upsert(
        this CandleStore store, Guid assetId, Timeframe timeframe, ReadOnlySpan<CandleRow> rows, CandleValidation? validation = null)
    {
        ArgumentNullException.ThrowIfNull(store);
        return CandleUpsert.Run(store.Begin(assetId, timeframe, validation, null), rows);
    }

    /// <summary>Inserts and updates candles of an array; blocks until they are stored.</summary>
    /// <inheritdoc cref="Upsert(CandleStore, Guid, Timeframe, ReadOnlySpan{CandleRow}, CandleValidation?)"/>
    public static CandleUpsertResult Upsert(
        this CandleStore store, Guid assetId, Timeframe timeframe, CandleRow[] rows, CandleValidation? validation = null)
    {
        ArgumentNullException.ThrowIfNull(rows);
        return store.Upsert(assetId, timeframe, (ReadOnlySpan<CandleRow>)rows, validation);
    }

    /// <summary>Inserts or updates one candle.</summary>
    /// <param name="store">The store.</param>
    /// <param name="assetId">The asset, which must be saved already.</param>
    /// <param name="timeframe">The timeframe of all rows.</param>
    /// <param name="row">The candle.</param>
    /// <param name="validation">What is refused; null for <see cref="CandleValidation.Normal"/>.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the same input may be written again.</param>
    /// <returns>The counts, and the refused candles with their reasons; these are kept in <c>candle_quarantine</c> as well.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the write: unknown asset, missing table, locked for too long,
    /// full.</exception>
    public static Task<CandleUpsertResult> UpsertAsync(
        this CandleStore store,
        Guid assetId,
        Timeframe timeframe,
        CandleRow row,
        CandleValidation? validation = null,
        CancellationToken cancellationToken = default) =>
        store.UpsertAsync(assetId, timeframe, new ReadOnlyMemory<CandleRow>([row]), validation, null, cancellationToken);

    /// <summary>Inserts and updates candles of any assets and timeframes, of a list or of any other sequence as it is enumerated.</summary>
    /// <param name="store">The store.</param>
    /// <param name="candles">The candles; those of one series in ascending order are fastest, any order is right.</param>
    /// <param name="validation">What is refused; null for <see cref="CandleValidation.Normal"/>.</param>
    /// <param name="progress">Told after each committed batch.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the same input may be written again.</param>
    /// <returns>The counts of all series, and the refused candles with their reasons; positions are those within a series.</returns>
    /// <exception cref="ArgumentException">A candle is null; the message says which.</exception>
    /// <exception cref="CandleTableException">The database refused or failed the write: unknown asset, missing table, locked for too long,
    /// full.</exception>
    public static Task<CandleUpsertResult> UpsertAsync(
        this CandleStore store,
        IEnumerable<Candle> candles,
        CandleValidation? validation = null,
        IProgress<CandleUpsertProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candles);
        return store.UpsertAsync(candles.ToAsyncEnumerable(), validation, progress, cancellationToken);
    }

    /// <summary>Inserts or updates one candle.</summary>
    /// <param name="store">The store.</param>
    /// <param name="candle">The candle, whose asset must be saved already.</param>
    /// <param name="validation">What is refused; null for <see cref="CandleValidation.Normal"/>.</param>
    /// <param name="cancellationToken">Stops between batches; what was committed stays, and the same input may be written again.</param>
    /// <returns>The counts of all series, and the refused candles with their reasons; positions are those within a series.</returns>
    /// <exception cref="CandleTableException">The database refused or failed the write: unknown asset, missing table, locked for too long,
    /// full.</exception>
    public static Task<CandleUpsertResult> UpsertAsync(
        this CandleStore store,
        Candle candle,
        CandleValidation? validation = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(candle);
        return store.UpsertAsync([candle], validation, null, cancellationToken);
    }

    /// <summary>Inserts and updates the candles of a CSV file, in constant memory. Importing a file again stores nothing twice.</summary>
    /// <remarks>
    /// What <see cref="CandleCsvReader"/> reads, as closed candles of revision 0: any closed state that a feed has stored stays. Where a
    /// line cannot be read, the candles before it may be stored already; correct the file and import it again.
    /// </remarks>
    /// <param name="store">The store.</param>
    /// <param name="assetId">The asset, which must be saved already.</param>
    /// <param name="timeframe">The timeframe of all candles of the file.</param>
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
        Guid assetId,
        Timeframe timeframe,
        string path,
        CandleCsvFormat? format = null,
        CandleValidation? validation = null,
        IProgress<CandleImportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var import = new CandleImport(progress);
        return import.RunAsync(store.Begin(assetId, timeframe, validation, import), path, format, cancellationToken);
    }

    /// <summary>Inserts and updates the candles of a stream of CSV, in constant memory.</summary>
    /// <param name="store">The store.</param>
    /// <param name="assetId">The asset, which must be saved already.</param>
    /// <param name="timeframe">The timeframe of all candles of the file.</param>
    /// <param name="stream">The text, not compressed; left open.</param>
    /// <param name="fileName">What exceptions call it.</param>
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
        Guid assetId,
        Timeframe timeframe,
        Stream stream,
        string fileName,
        CandleCsvFormat? format = null,
        CandleValidation? validation = null,
        IProgress<CandleImportProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(fileName);
        var import = new CandleImport(progress);
        return import.RunAsync(store.Begin(assetId, timeframe, validation, import), stream, fileName, format, cancellationToken);
    }
}
