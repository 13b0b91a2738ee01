using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>Minutes of a seeded random walk with the digits real ones have: prices to the cent, volumes to 10⁻⁸.</summary>
internal static class CandleSeries
{
    /// <summary>The asset all of them belong to.</summary>
    public static readonly Guid AssetId = new("01890a5d-ac96-774b-bcce-b302099a8057");

    /// <summary>Their timeframe.</summary>
    public static readonly Timeframe Timeframe = Timeframe.OneMinute;

    public static CandleRow[] Generate(int count)
    {
        var random = new Random(20240101);
        var rows = new CandleRow[count];
        var openTime = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var open = 2_000_000;
        for (var i = 0; i < count; i++, openTime += 60_000)
        {
            var close = Math.Max(10_000, open + random.Next(-2_000, 2_001));
            rows[i] = new CandleRow(
                openTime,
                Cents(open),
                Cents(Math.Max(open, close) + random.Next(1_000)),
                Cents(Math.Min(open, close) - random.Next(1_000)),
                Cents(close),
                new decimal(random.NextInt64(100_000_000_000)) / 100_000_000,
                Closed: true,
                Revision: openTime + 60_000);
            open = close;
        }

        return rows;
    }

    private static decimal Cents(int cents) => new decimal(cents) / 100;
}
