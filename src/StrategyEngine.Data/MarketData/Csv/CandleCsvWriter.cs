using System.IO.Compression;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>Writes candles as CSV, streaming, in constant memory.</summary>
/// <remarks>
/// Without a <see cref="CandleCsvFormat"/>, in that of <see cref="CandleCsvFormat.Default"/>; columns that no field stands in are written
/// empty. UTF-8 without a mark, lines that end in LF, amounts without zeros at the end: the same candles always give the same bytes, and
/// <see cref="CandleCsvReader"/> reads them back in the same format. Thread-safe.
/// </remarks>
public static class CandleCsvWriter
{
    private const int BufferLength = 65_536;

    /// <summary>
    /// Writes a file, compressed with gzip if its name ends in <c>.gz</c>. The name is there when all of it is: a run that fails or is
    /// killed leaves a former file as it was.
    /// </summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="rows">The candles; those that are still open are left out, because a file has no place to say so and whoever reads it
    /// takes them for final.</param>
    /// <param name="format">The format, or null for <see cref="CandleCsvFormat.Default"/>.</param>
    /// <param name="progress">Is told after every 65,536 candles how many were written, and at the end.</param>
    /// <param name="cancellationToken">Stops, and removes what was written.</param>
    /// <returns>How many candles were written.</returns>
    /// <exception cref="DirectoryNotFoundException">The folder of the file is not there.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="ArgumentException">The format writes instants as <see cref="CandleCsvInstants.Unix"/>, and a candle opens before
    /// 1970 or after 2286.</exception>
    public static async Task<long> WriteAsync(
        string path,
        IAsyncEnumerable<CandleRow> rows,
        CandleCsvFormat? format = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(rows);
        if (Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"The folder of {path} does not exist. Make it, or choose another; nothing was written.");
        var unfinished = $"{path}.{Path.GetRandomFileName()}.unfinished";
        try
        {
            long count;
            var file = new FileStream(
                unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                {
                    var compressed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
                    await using (compressed.ConfigureAwait(false))
                        count = await WriteAsync(compressed, rows, format, progress, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    count = await WriteAsync(file, rows, format, progress, cancellationToken).ConfigureAwait(false);
                }

                file.Flush(flushToDisk: true);
            }

            File.Move(unfinished, path, overwrite: true);
            return count;
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Writes a file of candles of a list, or of any other sequence as it is enumerated.</summary>
    /// <inheritdoc cref="WriteAsync(string, IAsyncEnumerable{CandleRow}, CandleCsvFormat?, IProgress{long}?, CancellationToken)"/>
    public static Task<long> WriteAsync(
        string path,
        IEnumerable<CandleRow> rows,
        CandleCsvFormat? format = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        WriteAsync(path, rows.ToAsyncEnumerable(), format, progress, cancellationToken);

    /// <summary>Writes a stream.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="rows">The candles; those that are still open are left out.</param>
    /// <param name="format">The format, or null for <see cref="CandleCsvFormat.Default"/>.</param>
    /// <param name="progress">Is told after every 65,536 candles how many were written, and at the end.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many candles were written.</returns>
    /// <exception cref="ArgumentException">The format writes instants as <see cref="CandleCsvInstants.Unix"/>, and a candle opens before
    /// 1970 or after 2286.</exception>
    public static async Task<long> WriteAsync(
        Stream stream,
        IAsyncEnumerable<CandleRow> rows,
        CandleCsvFormat? format = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default)
    {
        const int ReportEvery = 65_536;
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(rows);
        format ??= CandleCsvFormat.Default;
        var formatter = new CandleCsvFormatter(format);
        if (format.Header is { } header)
            await stream.WriteAsync((byte[])[.. header, (byte)'\n'], cancellationToken).ConfigureAwait(false);
        var buffer = new byte[BufferLength + formatter.LongestLine];
        var length = 0;
        var count = 0L;
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!row.Closed)
                continue;
            length += formatter.Write(row, buffer.AsSpan(length));
            if (length >= BufferLength)
            {
                await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                length = 0;
            }

            if (++count % ReportEvery == 0)
                progress?.Report(count);
        }

        await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        progress?.Report(count);
        return count;
    }

    /// <summary>Writes a stream of candles of a list, or of any other sequence as it is enumerated.</summary>
    /// <inheritdoc cref="WriteAsync(Stream, IAsyncEnumerable{CandleRow}, CandleCsvFormat?, IProgress{long}?, CancellationToken)"/>
    public static Task<long> WriteAsync(
        Stream stream,
        IEnumerable<CandleRow> rows,
        CandleCsvFormat? format = null,
        IProgress<long>? progress = null,
        CancellationToken cancellationToken = default) =>
        WriteAsync(stream, rows.ToAsyncEnumerable(), format, progress, cancellationToken);
}
