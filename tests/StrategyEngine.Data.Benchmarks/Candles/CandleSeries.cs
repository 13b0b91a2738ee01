using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>Minutes of a seeded random walk with the digits real ones have: prices to the cent, volumes to 10⁻⁸.</summary>
internal static class CandleSeries
{
    /// <summary>The asset all of them belong to.</summary>
    public static readonly Guid AssetId = new("01890a5d-ac96-774b-bcce-b302099a8057");

    /// <summary>Their timeframe.</summary>
    public static readonly Timeframe Timeframe = Timeframe.OneMinute;

    /// <summary>When the first one opens.</summary>
    public static readonly DateTimeOffset Start = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static CandleRow[] Generate(int count) => [.. Stream(count)];

    /// <summary>The same, one after the other.</summary>
    /// <param name="count">How many.</param>
    /// <param name="skipped">How many minutes after <see cref="Start"/> the first one opens.</param>
    public static IEnumerable<CandleRow> Stream(int count, int skipped = 0)
    {
        var random = new Random(20240101);
        var openTime = Start.AddMinutes(skipped).ToUnixTimeMilliseconds();
        var open = 2_000_000;
        for (var i = 0; i < count; i++, openTime += 60_000)
        {
            var close = Math.Max(10_000, open + random.Next(-2_000, 2_001));
            yield return new CandleRow(
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
    }

    /// <summary>The same in an order without order.</summary>
    public static CandleRow[] Shuffle(CandleRow[] rows)
    {
        var shuffled = (CandleRow[])rows.Clone();
        new Random(20240102).Shuffle(shuffled);
        return shuffled;
    }

    private static decimal Cents(int cents) => new decimal(cents) / 100;
}
