using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>Reads candles from CSV with the header <c>open_time_utc,open,high,low,close,volume</c>, streaming, in constant memory.</summary>
/// <remarks>
/// Times are ISO 8601 in UTC (<c>2018-05-01T00:00:00Z</c>, optionally with three decimals of a second), amounts plain decimals with a point.
/// UTF-8, with or without byte order mark; lines end in LF or CRLF, mixed if need be; empty lines at the end are ignored.
/// The reader checks the form only; whether a candle makes sense is for <see cref="CandleStore"/> to say. Thread-safe.
/// </remarks>
public static class CandleCsvReader
{
    /// <summary>The first line that every file must have.</summary>
    public const string Header = "open_time_utc,open,high,low,close,volume";

    private const int MaxLineLength = 4_096;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="revision">The revision that all candles get; 0, the default, lets any live state of a closed candle win.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>Closed candles in the order of the file.</returns>
    /// <exception cref="CandleCsvException">A line cannot be read. The candles before it have been returned.</exception>
    /// <exception cref="IOException">The file cannot be opened or read.</exception>
    public static async IAsyncEnumerable<CandleRow> ReadAsync(
        string path, long revision = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            await foreach (var row in ReadAsync(file, Path.GetFileName(path), revision, cancellationToken).ConfigureAwait(false))
                yield return row;
        }
    }

    /// <summary>Reads a stream.</summary>
    /// <param name="stream">The text; left open.</param>
    /// <param name="fileName">What exceptions call it.</param>
    /// <param name="revision">The revision that all candles get; 0, the default, lets any live state of a closed candle win.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>Closed candles in the order of the text.</returns>
    /// <exception cref="CandleCsvException">A line cannot be read. The candles before it have been returned.</exception>
    public static async IAsyncEnumerable<CandleRow> ReadAsync(
        Stream stream, string fileName, long revision = 0, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(fileName);
        var pipe = PipeReader.Create(stream, new StreamPipeReaderOptions(bufferSize: 65_536, leaveOpen: true));
        var parser = new CandleCsvParser(fileName, revision);
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

                if (rest.Length > MaxLineLength)
                    throw parser.Fail("csv.line_too_long", null, $"the line has more than {MaxLineLength} bytes.");

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
