using System.Globalization;

namespace ReplayExchange;

/// <summary>The recorded bars of one symbol and interval.</summary>
public sealed class ReplayMarket
{
    private const string Header = "open_time_utc,open,high,low,close,volume";

    /// <summary>Creates a market.</summary>
    /// <param name="symbol">The symbol in upper case, such as <c>BTCUSDT</c>.</param>
    /// <param name="interval">Binance's name of the interval, such as <c>1m</c>.</param>
    /// <param name="bars">The bars, oldest first.</param>
    public ReplayMarket(string symbol, string interval, IReadOnlyList<ReplayBar> bars)
    {
        Symbol = symbol;
        Interval = interval;
        Bars = bars;
        Length = LengthOf(interval);
    }

    public string Symbol { get; }

    public string Interval { get; }

    public IReadOnlyList<ReplayBar> Bars { get; }

    /// <summary>The length of a bar in milliseconds.</summary>
    public long Length { get; }

    /// <summary>The name of the market's stream.</summary>
    public string Stream => $"{Symbol.ToLowerInvariant()}@kline_{Interval}";

    /// <summary>Reads a market from CSV with the columns <c>open_time_utc,open,high,low,close,volume</c>.</summary>
    public static ReplayMarket Load(string symbol, string interval, string csvPath)
    {
        var lines = File.ReadAllLines(csvPath);
        if (lines.Length == 0 || lines[0] != Header)
            throw new InvalidDataException($"{Path.GetFileName(csvPath)}: the header must be {Header}.");

        return new ReplayMarket(symbol, interval, [.. lines.Skip(1).Where(line => line.Length > 0).Select(Parse)]);
    }

    private static ReplayBar Parse(string line)
    {
        var fields = line.Split(',');
        return new ReplayBar(
            DateTimeOffset.Parse(fields[0], CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(),
            Amount(1),
            Amount(2),
            Amount(3),
            Amount(4),
            Amount(5));

        decimal Amount(int column) => decimal.Parse(fields[column], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture);
    }

    private static long LengthOf(string interval)
    {
        var count = int.Parse(interval.AsSpan(0, interval.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture);
        return count * interval[^1] switch
        {
            's' => 1_000L,
            'm' => 60_000L,
            'h' => 3_600_000L,
            'd' => 86_400_000L,
            'w' => 604_800_000L,
            _ => throw new ArgumentException("The replay knows intervals of seconds, minutes, hours, days and weeks.", nameof(interval)),
        };
    }
}
