using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData;

/// <summary>Where the fields of a candle stand in the lines of a CSV file, and how instants are written.</summary>
/// <remarks>
/// Immutable and thread-safe. Amounts are plain decimals with a point in every format; columns that no field is read from are skipped.
/// </remarks>
public sealed class CandleCsvFormat
{
    private const string UtcOpenTime = "open_time_utc", CompleteHeader = $"{CandleCsvReader.Header},quote_volume,trade_count";

    private static readonly string[] Amounts = ["open", "high", "low", "close", "volume"];

    private static readonly string[] Optional = ["quote_volume", "trade_count"];

    private readonly string[] _names;

    /// <summary>Creates a format.</summary>
    /// <param name="columns">
    /// The columns in order, separated by commas. Six of them are <c>open_time</c> or <c>open_time_utc</c>, <c>open</c>, <c>high</c>,
    /// <c>low</c>, <c>close</c> and <c>volume</c>; <c>quote_volume</c> and <c>trade_count</c> may be there, and are empty where the venue
    /// reports none; any other name is a column to skip.
    /// </param>
    /// <param name="instants">How open times are written.</param>
    /// <param name="header">
    /// The first line of every file, at most 4,096 bytes of UTF-8 without a byte order mark, a line break or a zero character; null if
    /// files have none.
    /// </param>
    /// <param name="delimiter">What separates the columns of a line, such as a comma, a semicolon or a tab.</param>
    /// <exception cref="ArgumentException">A field has no column or two, there are more columns than a line of 4,096 bytes holds, the
    /// delimiter is the zero character or can be part of a number, or the header is none that a file can have.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="instants"/> is no defined value.</exception>
    public CandleCsvFormat(string columns, CandleCsvInstants instants, string? header = null, char delimiter = ',')
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(columns);
        if (!char.IsAscii(delimiter) || char.IsLetterOrDigit(delimiter) || delimiter is '.' or '-' or ':' or '\r' or '\n' or '\0' or '"')
        {
            throw new ArgumentException(
                "The delimiter must be one ASCII character that no number or instant holds, such as a comma, a semicolon or a tab.",
                nameof(delimiter));
        }

        if (!Enum.IsDefined(instants))
        {
            throw new ArgumentOutOfRangeException(
                nameof(instants), instants, $"It must be one of {string.Join(", ", Enum.GetNames<CandleCsvInstants>())}.");
        }

        _names = columns.Split(',', StringSplitOptions.TrimEntries);
        if (_names.Length > CandleCsvParser.MaxLineLength)
        {
            throw new ArgumentException(
                $"A line has at most {CandleCsvParser.MaxLineLength} bytes, too few for {_names.Length} columns.",
                nameof(columns));
        }

        Instants = instants;
        Header = header is null ? null : FirstLine(header);
        Delimiter = (byte)delimiter;
        Fields =
        [
            FindColumn(_names.Contains(UtcOpenTime) ? UtcOpenTime : "open_time", nameof(columns)),
            .. Amounts.Select(name => FindColumn(name, nameof(columns))),
            .. Optional.Select(name => _names.Contains(name) ? FindColumn(name, nameof(columns)) : -1),
        ];
    }

    /// <summary>
    /// The format in which this library writes: the header <c>open_time_utc,open,high,low,close,volume</c>, and instants as
    /// <c>2018-05-01T00:00:00Z</c>. Quote volumes and numbers of trades are left out: see <see cref="Complete"/>.
    /// </summary>
    public static CandleCsvFormat Default { get; } =
        new(CandleCsvReader.Header, CandleCsvInstants.Iso8601, CandleCsvReader.Header);

    /// <summary>As <see cref="Default"/>, with the columns <c>quote_volume</c> and <c>trade_count</c> behind the others.</summary>
    public static CandleCsvFormat Complete { get; } =
        new(CompleteHeader, CandleCsvInstants.Iso8601, CompleteHeader);

    /// <summary>
    /// The monthly and daily files of klines that Binance offers for download (https://github.com/binance/binance-public-data): twelve
    /// columns without a header, open times in milliseconds, and from 2025 on, for the spot market, in microseconds.
    /// </summary>
    public static CandleCsvFormat Binance { get; } = new(
        "open_time,open,high,low,close,volume,close_time,quote_volume,trade_count,taker_buy_volume,taker_buy_quote_volume,ignore",
        CandleCsvInstants.Unix);

    /// <summary>How open times are written.</summary>
    public CandleCsvInstants Instants { get; }

    internal byte[]? Header { get; }

    internal byte Delimiter { get; }

    internal int ColumnCount => _names.Length;

    /// <summary>
    /// The columns of open time, open, high, low, close, volume, quote volume and number of trades; -1 for one that there is not.
    /// </summary>
    internal int[] Fields { get; }

    internal string NameOf(int column) => _names[column];

    private static byte[] FirstLine(string header)
    {
        var line = Encoding.UTF8.GetBytes(header);
        if (line.Length > CandleCsvParser.MaxLineLength || header.StartsWith('\uFEFF') || header.AsSpan().ContainsAny("\r\n\0"))
        {
            throw new ArgumentException(
                $"The header must be one line of at most {CandleCsvParser.MaxLineLength} bytes, without line break, byte order mark or "
                + "zero character; a file may have a mark all the same.",
                nameof(header));
        }

        return line;
    }

    private int FindColumn(string field, string parameter)
    {
        var found = Array.IndexOf(_names, field);
        if (found < 0 || found != Array.LastIndexOf(_names, field))
            throw new ArgumentException($"Exactly one column must be named {field}.", parameter);
        return found;
    }

    /// <summary>The columns, and how instants are written.</summary>
    public override string ToString() => Printed.Text($"CandleCsvFormat {string.Join((char)Delimiter, _names)}, instants {Instants}");
}
