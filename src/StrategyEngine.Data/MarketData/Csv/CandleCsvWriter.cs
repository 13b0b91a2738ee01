using System.Buffers.Text;
using System.Globalization;
using System.IO.Compression;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>Writes candles as CSV in the format of <see cref="CandleCsvFormat.Default"/>, streaming, in constant memory.</summary>
/// <remarks>UTF-8 without a mark, lines that end in LF, amounts without zeros at the end: the same candles always give the same bytes. Thread-safe.</remarks>
public static class CandleCsvWriter
{
    private const int BufferLength = 65_536;

    // An instant takes 24 bytes, an amount at most 31.
    private const int LongestLine = 256;

    /// <summary>Writes a file, compressed with gzip if its name ends in <c>.gz</c>. The name is there when all of it is: a run that fails or is killed leaves a former file as it was.</summary>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <param name="rows">The candles; those that are still open are left out, because a file has no place to say so and whoever reads it takes them for final.</param>
    /// <param name="progress">Is told after every 65,536 candles how many were written, and at the end.</param>
    /// <param name="cancellationToken">Stops, and removes what was written.</param>
    /// <returns>How many candles were written.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static async Task<long> WriteAsync(
        string path, IAsyncEnumerable<CandleRow> rows, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(rows);
        var unfinished = $"{path}.{Path.GetRandomFileName()}.unfinished";
        try
        {
            long count;
            var file = new FileStream(unfinished, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.Asynchronous);
            await using (file.ConfigureAwait(false))
            {
                if (path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
                {
                    var compressed = new GZipStream(file, CompressionLevel.Optimal, leaveOpen: true);
                    await using (compressed.ConfigureAwait(false))
                        count = await WriteAsync(compressed, rows, progress, cancellationToken).ConfigureAwait(false);
                }
                else
                {
                    count = await WriteAsync(file, rows, progress, cancellationToken).ConfigureAwait(false);
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

    /// <summary>Writes a stream.</summary>
    /// <param name="stream">Where to; left open.</param>
    /// <param name="rows">The candles; those that are still open are left out.</param>
    /// <param name="progress">Is told after every 65,536 candles how many were written, and at the end.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>How many candles were written.</returns>
    public static async Task<long> WriteAsync(
        Stream stream, IAsyncEnumerable<CandleRow> rows, IProgress<long>? progress = null, CancellationToken cancellationToken = default)
    {
        const int ReportEvery = 65_536;
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(rows);
        var buffer = new byte[BufferLength];
        var length = System.Text.Encoding.ASCII.GetBytes(CandleCsvReader.Header + "\n", buffer);
        var count = 0L;
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (!row.Closed)
                continue;
            if (buffer.Length - length < LongestLine)
            {
                await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
                length = 0;
            }

            length += Format(row, buffer.AsSpan(length));
            if (++count % ReportEvery == 0)
                progress?.Report(count);
        }

        await stream.WriteAsync(buffer.AsMemory(0, length), cancellationToken).ConfigureAwait(false);
        await stream.FlushAsync(cancellationToken).ConfigureAwait(false);
        progress?.Report(count);
        return count;
    }

    private static int Format(in CandleRow row, Span<byte> line)
    {
        var length = FormatInstant(row.OpenTime, line);
        foreach (var amount in (ReadOnlySpan<decimal>)[row.Open, row.High, row.Low, row.Close, row.Volume])
        {
            line[length++] = (byte)',';

            // Dividing by one with all its decimals takes the zeros at the end away.
            Utf8Formatter.TryFormat(amount / 1.0000000000000000000000000000m, line[length..], out var written);
            length += written;
        }

        line[length++] = (byte)'\n';
        return length;
    }

    private static int FormatInstant(long openTime, Span<byte> line)
    {
        var instant = DateTimeOffset.FromUnixTimeMilliseconds(openTime).UtcDateTime;
        var format = instant.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        instant.TryFormat(line, out var written, format, CultureInfo.InvariantCulture);
        return written;
    }
}
