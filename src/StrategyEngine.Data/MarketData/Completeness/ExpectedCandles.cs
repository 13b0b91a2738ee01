using StrategyEngine.Data.MarketData.Calendars;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>The open times of the candles that a venue's calendar makes one expect.</summary>
internal static class ExpectedCandles
{
    /// <summary>
    /// Every open time in a range, in Unix milliseconds and ascending order, whose candle has a moment in which the venue trades.
    /// </summary>
    public static IEnumerable<long> Between(Timeframe timeframe, long from, long to, ITradingCalendar calendar)
    {
        foreach (var span in SpansBetween(timeframe, from, to, calendar))
        {
            for (var number = span.First; number < span.End; number++)
                yield return timeframe.OpenTime(number);
        }
    }

    /// <summary>
    /// The same candles as spans in ascending order that do not overlap, none of them empty: one for each session, or fewer.
    /// </summary>
    public static IEnumerable<ExpectedSpan> SpansBetween(Timeframe timeframe, long from, long to, ITradingCalendar calendar)
    {
        var start = timeframe.IsBoundary(from) ? from : timeframe.Next(from);
        var next = timeframe.Number(start);

        // The last candle to open in the range may get its only session after the range has ended.
        var end = NumberFrom(timeframe, to);
        foreach (var session in calendar.GetSessions(
            DateTimeOffset.FromUnixTimeMilliseconds(start), DateTimeOffset.FromUnixTimeMilliseconds(timeframe.OpenTime(end))))
        {
            var first = Math.Max(next, timeframe.Number(session.Start.ToUnixTimeMilliseconds()));
            next = Math.Max(next, NumberFrom(timeframe, Math.Min(to, CeilingMilliseconds(session.End))));
            if (first < next)
                yield return new ExpectedSpan(timeframe, first, next);
        }
    }

    // The number of the first candle that opens at an instant or after it.
    private static long NumberFrom(Timeframe timeframe, long instant) =>
        timeframe.Number(instant) + (timeframe.IsBoundary(instant) ? 0 : 1);

    private static long CeilingMilliseconds(DateTimeOffset instant) =>
        instant.ToUnixTimeMilliseconds() + (instant.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? 0 : 1);
}
