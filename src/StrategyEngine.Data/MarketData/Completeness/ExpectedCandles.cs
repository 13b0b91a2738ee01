using StrategyEngine.Data.MarketData.Calendars;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>The open times of the candles that a venue's calendar makes one expect.</summary>
internal static class ExpectedCandles
{
    /// <summary>Every open time in a range, in Unix milliseconds and ascending order, whose candle has a moment in which the venue trades.</summary>
    public static IEnumerable<long> Between(Timeframe timeframe, long from, long to, ITradingCalendar calendar)
    {
        var next = timeframe.IsBoundary(from) ? from : timeframe.Next(from);

        // The last candle to open in the range may get its only session after the range has ended.
        foreach (var session in calendar.GetSessions(DateTimeOffset.FromUnixTimeMilliseconds(next), DateTimeOffset.FromUnixTimeMilliseconds(EndOf(timeframe, to))))
        {
            var first = timeframe.Floor(session.Start.ToUnixTimeMilliseconds());
            var end = Math.Min(to, CeilingMilliseconds(session.End));
            for (var openTime = Math.Max(next, first); openTime < end; openTime = next)
            {
                yield return openTime;
                next = timeframe.Next(openTime);
            }
        }
    }

    private static long EndOf(Timeframe timeframe, long to) => timeframe.IsBoundary(to) ? to : timeframe.Next(to);

    private static long CeilingMilliseconds(DateTimeOffset instant) =>
        instant.ToUnixTimeMilliseconds() + (instant.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);
}
