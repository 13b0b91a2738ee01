using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData;

/// <summary>Turns the instants of a call into open times.</summary>
internal static class CandleRanges
{
    private static readonly long FirstMonth = new DateTimeOffset(1, 2, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();

    /// <summary>The part of a series from one instant up to, not including, another; null for its beginning or its end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range ends before it begins.</exception>
    public static CandleRange Between(Guid assetId, Timeframe timeframe, DateTimeOffset? from, DateTimeOffset? to)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        if (from > to)
            throw new ArgumentOutOfRangeException(nameof(to), $"The range ends at {to:u}, before it begins at {from:u}.");
        return new CandleRange(
            assetId, timeframe, FirstOpenTime(from), to is null ? long.MaxValue : Math.Min(EndOpenTime(to), CandleRules.End));
    }

    /// <summary>The first open time of a range, inclusive.</summary>
    public static long FirstOpenTime(DateTimeOffset? from) => from is { } instant ? CeilingMilliseconds(instant) : long.MinValue;

    /// <summary>The last open time of a range, exclusive.</summary>
    public static long EndOpenTime(DateTimeOffset? to) => to is { } instant ? CeilingMilliseconds(instant) : long.MaxValue;

    /// <summary>The first boundary of a timeframe that is not before an open time.</summary>
    /// <remarks>The calendar ends with the year 9999; no candle opens after its last month began but in it.</remarks>
    public static long Ceiling(Timeframe timeframe, long openTime) =>
        openTime > CandleRules.End ? long.MaxValue
        : openTime < FirstMonth ? long.MinValue
        : timeframe.IsBoundary(openTime) ? openTime : timeframe.Next(openTime);

    // Open times are whole milliseconds: one that is not before 0.4 ms is not before 1 ms.
    private static long CeilingMilliseconds(DateTimeOffset instant)
    {
        var milliseconds = instant.ToUnixTimeMilliseconds();
        return instant.UtcTicks % TimeSpan.TicksPerMillisecond == 0 ? milliseconds : milliseconds + 1;
    }
}
