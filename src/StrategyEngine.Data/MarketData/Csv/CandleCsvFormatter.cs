using System.Buffers.Text;
using System.Globalization;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>Turns candles into the lines of one CSV format. Thread-safe.</summary>
internal sealed class CandleCsvFormatter
{
    // An instant takes at most 24 bytes, an amount 31.
    private const int FieldsLength = 256;

    private readonly byte _delimiter;
    private readonly CandleCsvInstants _instants;

    // Of each column the field that stands in it, by its place in CandleCsvFormat.Fields; -1 if it is to be left empty.
    private readonly int[] _columns;

    public CandleCsvFormatter(CandleCsvFormat format)
    {
        _delimiter = format.Delimiter;
        _instants = format.Instants;
        _columns = new int[format.ColumnCount];
        Array.Fill(_columns, -1);
        for (var field = 0; field < format.Fields.Length; field++)
        {
            if (format.Fields[field] >= 0)
                _columns[format.Fields[field]] = field;
        }
    }

    /// <summary>No line has more bytes.</summary>
    public int LongestLine => FieldsLength + _columns.Length;

    /// <summary>Writes a line with its end.</summary>
    /// <returns>Its length in bytes.</returns>
    /// <exception cref="ArgumentException">The format cannot say the open time.</exception>
    public int Write(in CandleRow row, Span<byte> line)
    {
        var length = 0;
        for (var column = 0; column < _columns.Length; column++)
        {
            if (column > 0)
                line[length++] = _delimiter;
            length += _columns[column] switch
            {
                -1 => 0,
                0 => WriteInstant(row.OpenTime, line[length..]),
                1 => WriteAmount(row.Open, line[length..]),
                2 => WriteAmount(row.High, line[length..]),
                3 => WriteAmount(row.Low, line[length..]),
                4 => WriteAmount(row.Close, line[length..]),
                5 => WriteAmount(row.Volume, line[length..]),
                6 => row.QuoteVolume is { } quoteVolume ? WriteAmount(quoteVolume, line[length..]) : 0,
                _ => row.TradeCount is { } trades ? WriteCount(trades, line[length..]) : 0,
            };
        }

        line[length++] = (byte)'\n';
        return length;
    }

    private static int WriteAmount(decimal amount, Span<byte> text)
    {
        // Dividing by one with all its decimals takes the zeros at the end away.
        Utf8Formatter.TryFormat(amount / 1.0000000000000000000000000000m, text, out var written);
        return written;
    }

    private static int WriteCount(long count, Span<byte> text)
    {
        Utf8Formatter.TryFormat(count, text, out var written);
        return written;
    }

    private int WriteInstant(long openTime, Span<byte> text)
    {
        int written;
        if (_instants == CandleCsvInstants.Unix)
        {
            // A number of 11 to 13 digits is read as milliseconds.
            const long FirstOfFourteenDigits = 10_000_000_000_000;
            if (openTime is < 0 or >= FirstOfFourteenDigits)
            {
                throw new ArgumentException(
                    $"The candle that opens at {openTime} is not between 1970 and 2286, where "
                    + $"{nameof(CandleCsvInstants)}.{nameof(CandleCsvInstants.Unix)} can say so.");
            }

            openTime.TryFormat(text, out written, "D11", CultureInfo.InvariantCulture);
            return written;
        }

        var instant = DateTimeOffset.FromUnixTimeMilliseconds(openTime).UtcDateTime;
        var format = instant.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd'T'HH:mm:ss'Z'" : "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";
        instant.TryFormat(text, out written, format, CultureInfo.InvariantCulture);
        return written;
    }
}
