using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>Reads candles from CSV, streaming, in constant memory.</summary>
/// <remarks>
/// Without a <see cref="CandleCsvFormat"/>, in that of <see cref="CandleCsvFormat.Default"/>. A file that is compressed with gzip, or a zip
/// archive that holds one file, is read as what is in it. UTF-8, with or without byte order mark; lines end in LF or CRLF, mixed if need
/// be; empty lines at the end are ignored. The reader checks the form only; whether a candle makes sense is for <see cref="CandleStore"/>
/// to say. Thread-safe.
/// </remarks>
public static class CandleCsvReader
{
    /// <summary>The first line of files in <see cref="CandleCsvFormat.Default"/>.</summary>
    public const string Header = "open_time_utc,open,high,low,close,volume";

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file: text, gzip, or a zip archive that holds one file.</param>
    /// <param name="format">The format, or null for <see cref="CandleCsvFormat.Default"/>.</param>
    /// <param name="revision">The revision that all candles get; 0, the default, lets any live state of a closed candle win.</param>
    /// <param name="progress">Is told after every 64 KiB or so how many bytes of the file were read, and at the end.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>Closed candles in the order of the file.</returns>
    /// <exception cref="CandleCsvException">A line cannot be read. The candles before it have been returned.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    /// <exception cref="InvalidDataException">The compressed file is damaged or cut short, or the archive does not hold exactly one
    /// file.</exception>
    public static async IAsyncEnumerable<CandleRow> ReadAsync(
        string path,
        CandleCsvFormat? format = null,
        long revision = 0,
        IProgress<CandleCsvProgress>? progress = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = await CandleCsvFile.OpenAsync(path, cancellationToken).ConfigureAwait(false);
        await using (file.ConfigureAwait(false))
        {
            var reported = -1L;
            await foreach (var row
                in ReadAsync(file.Text, Path.GetFileName(path), format, revision, cancellationToken).ConfigureAwait(false))
            {
                if (progress is not null && file.BytesRead != reported)
                    progress.Report(new CandleCsvProgress(reported = file.BytesRead, file.Length));
                yield return row;
            }

            progress?.Report(new CandleCsvProgress(file.Length, file.Length));
        }
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The text; left open.</param>
    /// <param name="fileName">What exceptions call it.</param>
    /// <param name="format">The format, or null for <see cref="CandleCsvFormat.Default"/>.</param>
    /// <param name="revision">The revision that all candles get; 0, the default, lets any live state of a closed candle win.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>Closed candles in the order of the text.</returns>
    /// <exception cref="CandleCsvException">A line cannot be read. The candles before it have been returned.</exception>
    public static async IAsyncEnumerable<CandleRow> ReadAsync(
        Stream stream,
        string fileName,
        CandleCsvFormat? format = null,
        long revision = 0,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(fileName);
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 65_536, leaveOpen: true));
        var parser = new CandleCsvParser(format ?? CandleCsvFormat.Default, fileName, revision);
        try
        {
            ReadResult read;
            do
            {
                read = await pipe.ReadAsync(cancellationToken).ConfigureAwait(false);
                var rest = read.Buffer;
                while (TryTakeLine(ref rest, read.IsCompleted, out var line))
                {
                    if (parser.TryParse(line, out var row))
                        yield return row;
                }

                if (rest.Length > CandleCsvParser.MaxLineLength)
                    throw parser.NextIsTooLong();

                pipe.AdvanceTo(rest.Start, rest.End);
            }
            while (!read.IsCompleted);

            parser.Complete();
        }
        finally
        {
            await pipe.CompleteAsync().ConfigureAwait(false);
        }
    }

    private static bool TryTakeLine(ref ReadOnlySequence<byte> buffer, bool isLast, out ReadOnlySequence<byte> line)
    {
        if (buffer.PositionOf((byte)'\n') is { } end)
        {
            line = buffer.Slice(0, end);
            buffer = buffer.Slice(buffer.GetPosition(1, end));
            return true;
        }

        line = buffer;
        if (!isLast || buffer.IsEmpty)
            return false;

        buffer = buffer.Slice(buffer.End);
        return true;
    }
}
