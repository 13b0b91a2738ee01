using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles.Space;

/// <summary>Minutes of a seeded random walk around 50, prices and volumes to 10⁻⁸, volumes up to 100,000.</summary>
internal static class EightDecimals
{
    private const long One = 100_000_000;

    public static CandleRow[] Generate(int count)
    {
        var random = new Random(20240103);
        var rows = new CandleRow[count];
        var openTime = CandleSeries.Start.ToUnixTimeMilliseconds();
        var open = 50 * One;
        for (var i = 0; i < count; i++, openTime += 60_000)
        {
            var close = Math.Max(One / 100, open + random.NextInt64(-One / 1_000, (One / 1_000) + 1));
            rows[i] = new CandleRow(
                openTime,
                Amount(open),
                Amount(Math.Max(open, close) + random.NextInt64(One / 2_000)),
                Amount(Math.Min(open, close) - random.NextInt64(One / 2_000)),
                Amount(close),
                Amount(random.NextInt64(100_000 * One)),
                Closed: true,
                Revision: openTime + 60_000);
            open = close;
        }

        return rows;
    }

    private static decimal Amount(long units) => new decimal(units) / One;
}
