using System.Buffers;
using System.Buffers.Text;
using System.Text;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>Turns the lines of one CSV file into candles, and knows which line it is at.</summary>
internal sealed class CandleCsvParser
{
    /// <summary>No line has more bytes.</summary>
    public const int MaxLineLength = 4_096;

    private readonly CandleCsvFormat _format;
    private readonly string _fileName;
    private readonly long _revision;
    private readonly byte[] _copy = new byte[MaxLineLength];
    private long _line;
    private bool _ended;

    public CandleCsvParser(CandleCsvFormat format, string fileName, long revision)
    {
        _format = format;
        _fileName = fileName;
        _revision = revision;
    }

    /// <summary>Parses the next line.</summary>
    /// <returns>False for the header and for empty lines at the end.</returns>
    /// <exception cref="CandleCsvException">The line is wrong.</exception>
    public bool TryParse(in ReadOnlySequence<byte> line, out CandleRow row)
    {
        if (line.Length > MaxLineLength)
            throw NextIsTooLong();
        _line++;
        if (line.IsSingleSegment)
            return TryParse(line.FirstSpan, out row);

        line.CopyTo(_copy);
        return TryParse(_copy.AsSpan(0, (int)line.Length), out row);
    }

    /// <summary>Checks that there was a header, if there has to be one.</summary>
    public void Complete()
    {
        if (_line > 0 || _format.Header is not { } header)
            return;

        _line = 1;
        throw Fail("csv.header", null, $"the file is empty; the first line must be {Encoding.UTF8.GetString(header)}.");
    }

    /// <summary>What to throw if the line that would be the next has no end within <see cref="MaxLineLength"/>.</summary>
    public CandleCsvException NextIsTooLong()
    {
        _line++;
        return Fail("csv.line_too_long", null, $"the line has more than {MaxLineLength} bytes.");
    }

    private CandleCsvException Fail(string code, string? column, string problem) =>
        new(code, _fileName, Math.Max(_line, 1), column, problem);

    private bool TryParse(ReadOnlySpan<byte> line, out CandleRow row)
    {
        row = default;
        if (line.EndsWith("\r"u8))
            line = line[..^1];

        if (_line == 1)
        {
            line = WithoutMark(line);
            if (_format.Header is { } header)
            {
                if (!line.SequenceEqual(header))
                    throw Fail("csv.header", null, $"the header must be {Encoding.UTF8.GetString(header)}.");
                return false;
            }
        }

        if (line.IsEmpty)
        {
            _ended = true;
            return false;
        }

        if (_ended)
            throw Fail("csv.columns", null, "the line before it is empty; only the end of the file may have empty lines.");

        row = ParseRow(line);
        return true;
    }

    private ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])
            || line.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])
            || line.Contains((byte)0))
        {
            throw Fail("csv.encoding", null, "the file is UTF-16 or UTF-32; save it as UTF-8.");
        }

        return line.StartsWith("\uFEFF"u8) ? line[3..] : line;
    }

    private CandleRow ParseRow(ReadOnlySpan<byte> line)
    {
        Span<Range> fields = stackalloc Range[_format.ColumnCount + 1];
        var count = Split(line, fields);
        if (count != _format.ColumnCount)
        {
            throw Fail(
                "csv.columns",
                null,
                count < _format.ColumnCount
                    ? $"{_format.ColumnCount} columns are expected, {count} are there; the line may be cut short."
                    : $"{_format.ColumnCount} columns are expected, more are there; amounts have a decimal point, not a comma.");
        }

        var columns = _format.Fields;
        return new CandleRow(
            ParseInstant(line[fields[columns[0]]]),
            ParseAmount(line, fields, columns[1]),
            ParseAmount(line, fields, columns[2]),
            ParseAmount(line, fields, columns[3]),
            ParseAmount(line, fields, columns[4]),
            ParseAmount(line, fields, columns[5]),
            Closed: true,
            _revision,
            columns[6] < 0 || line[fields[columns[6]]].IsEmpty ? null : ParseAmount(line, fields, columns[6]),
            columns[7] < 0 || line[fields[columns[7]]].IsEmpty ? null : ParseCount(line, fields, columns[7]));
    }

    private long ParseInstant(ReadOnlySpan<byte> text)
    {
        if (_format.Instants == CandleCsvInstants.Iso8601)
        {
            return Utf8Instant.TryParse(text, out var instant)
                ? instant
                : throw Fail("csv.time", _format.NameOf(_format.Fields[0]), "it is no instant in UTC such as 2018-05-01T00:00:00Z.");
        }

        return Utf8Instant.TryParseUnix(text, out var unix)
            ? unix
            : throw Fail(
                "csv.time",
                _format.NameOf(_format.Fields[0]),
                "it is no whole number of seconds, milliseconds or microseconds since 1970.");
    }

    private decimal ParseAmount(ReadOnlySpan<byte> line, ReadOnlySpan<Range> fields, int column) =>
        Utf8Amount.TryParse(line[fields[column]], out var amount)
            ? amount
            : throw Fail(
                "csv.amount",
                _format.NameOf(column),
                "it is no plain decimal number such as 1234.5, or has more digits than can be stored exactly.");

    private long ParseCount(ReadOnlySpan<byte> line, ReadOnlySpan<Range> fields, int column) =>
        Utf8Parser.TryParse(line[fields[column]], out long count, out var length) && length == line[fields[column]].Length
            ? count
            : throw Fail("csv.amount", _format.NameOf(column), "it is no whole number such as 1234.");

    /// <returns>The number of fields; one more than there are columns stands for any higher number.</returns>
    private int Split(ReadOnlySpan<byte> line, Span<Range> fields)
    {
        var count = 0;
        var start = 0;
        while (count < fields.Length)
        {
            var comma = line[start..].IndexOf(_format.Delimiter);
            if (comma < 0)
            {
                fields[count++] = start..line.Length;
                break;
            }

            fields[count++] = start..(start + comma);
            start += comma + 1;
        }

        return count;
    }
}
