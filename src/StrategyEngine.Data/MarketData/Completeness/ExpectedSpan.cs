using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>
/// Candles that follow each other without a gap, by their numbers (<see cref="Timeframe.Number"/>), so that many are counted at once.
/// </summary>
/// <param name="Timeframe">The timeframe.</param>
/// <param name="First">The number of the first candle.</param>
/// <param name="End">The number behind the last candle; not before <paramref name="First"/>.</param>
internal readonly record struct ExpectedSpan(Timeframe Timeframe, long First, long End)
{
    public long Count => End - First;

    public long FirstOpenTime => Timeframe.OpenTime(First);

    /// <summary>How many of the candles open before an instant, in Unix milliseconds.</summary>
    public long CountBefore(long instant)
    {
        var number = Timeframe.Number(instant);
        return Math.Clamp(number - First + (Timeframe.IsBoundary(instant) ? 0 : 1), 0, Count);
    }

    /// <summary>What is left without the first candles.</summary>
    public ExpectedSpan Skip(long count) => this with { First = First + count };
}
