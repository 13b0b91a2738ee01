using StrategyEngine.Data.Model;

namespace TradingConsole.Import;

/// <summary>How complete a stored series is between its first and its last candle.</summary>
/// <param name="Candles">Candles that are there.</param>
/// <param name="Gaps">Runs of candles that are not.</param>
/// <param name="Absent">Candles that are not there, in all gaps.</param>
internal sealed record SeriesCoverage(long Candles, long Gaps, long Absent)
{
    public static async Task<SeriesCoverage> MeasureAsync(IAsyncEnumerable<CandleRow> series, Timeframe timeframe, CancellationToken cancellationToken)
    {
        long candles = 0, gaps = 0, absent = 0;
        long? expected = null;
        await foreach (var candle in series.WithCancellation(cancellationToken))
        {
            if (expected < candle.OpenTime)
                gaps++;
            for (; expected < candle.OpenTime; expected = timeframe.Next(expected.Value))
                absent++;
            expected = timeframe.Next(candle.OpenTime);
            candles++;
        }

        return new SeriesCoverage(candles, gaps, absent);
    }
}
