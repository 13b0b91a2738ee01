using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.MarketData;

/// <summary>Candles to test with.</summary>
internal static class CandleSamples
{
    public const long Minute = 60_000;

    /// <summary>2022-12-13T00:00Z.</summary>
    public static readonly long Day = new DateTimeOffset(2022, 12, 13, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>
    /// The minutes of three days of Coinbase (2016-10-07 to 09), of which 104 are missing because nothing was traded; origin and licence
    /// beside the sample's copy.
    /// </summary>
    public static string MinutesWithGaps { get; } = Path.Combine(AppContext.BaseDirectory, "coinbase-btcusd-1m-20161007-09.csv");

    public static CandleRow At(int minute, bool closed = true, long revision = 0, decimal close = 100.25m) =>
        new(Day + (minute * Minute), 100m, 101.5m, 99.125m, close, 12.5m, closed, revision);

    /// <summary>A walk of minutes whose values differ from candle to candle; some have a quote volume, others a number of trades.</summary>
    public static IEnumerable<CandleRow> Walk(int count, int first = 0, long revision = 0)
    {
        for (var i = first; i < first + count; i++)
        {
            var open = 20_000m + (i % 997 * 0.01m) + (i % 13 * 0.00000001m);
            yield return new CandleRow(
                Day + (i * Minute), open, open + 1.5m, open - 0.25m, open + 0.125m, i % 211 * 0.001m, true, revision,
                i % 3 == 1 ? null : i % 307 * 0.5m, i % 5 == 2 ? null : i % 1_009 * 10_000_000_019L);
        }
    }

    public static async IAsyncEnumerable<CandleRow> Stream(IEnumerable<CandleRow> rows)
    {
        foreach (var row in rows)
        {
            await Task.Yield();
            yield return row;
        }
    }
}
