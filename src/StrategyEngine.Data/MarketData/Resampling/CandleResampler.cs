using System.Runtime.CompilerServices;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>
/// Makes candles of a longer timeframe out of those of a shorter one that are in memory, as <see cref="CandleStore.ResampleAsync"/> makes
/// them out of stored ones.
/// </summary>
/// <remarks>Thread-safe.</remarks>
public static class CandleResampler
{
    /// <summary>Makes candles of a longer timeframe, one at a time while they are enumerated, in constant memory.</summary>
    /// <remarks>
    /// <para>The first open, the highest high, the lowest low, the last close, and the sums of volumes and of
    /// numbers of trades, which are null where one of them is, on the boundaries of
    /// <see cref="Timeframe"/>. A candle of the longer timeframe is there if at least one of the shorter is.</para>
    /// <para>It is final if all that it is made of are, and if they reach to its end or a later one follows. Its revision is the highest of
    /// theirs.</para>
    /// </remarks>
    /// <param name="rows">The candles of the shorter timeframe, each later than the one before.</param>
    /// <param name="source">Their timeframe, shorter than a day or a day.</param>
    /// <param name="target">The timeframe to make, which must hold a whole number of <paramref name="source"/>.</param>
    /// <returns>The candles of the longer timeframe, in ascending order of open time.</returns>
    /// <exception cref="ArgumentException">The one timeframe does not hold a whole number of the other; or, while enumerating, a candle is
    /// not later than the one before or opens between the boundaries of <paramref name="source"/>.</exception>
    public static IEnumerable<CandleRow> Resample(IEnumerable<CandleRow> rows, Timeframe source, Timeframe target)
    {
        ArgumentNullException.ThrowIfNull(rows);
        _ = new CandleAggregation(source, target);
        return Aggregate(rows, source, target);
    }

    /// <summary>Makes candles of a longer timeframe out of ascending ones.</summary>
    /// <param name="aggregation">What has seen no candle yet.</param>
    /// <param name="rows">The candles of the shorter timeframe, beyond <paramref name="end"/> too: the first one there tells that the last
    /// one before it is final.</param>
    /// <param name="end">The open time, exclusive, at which to stop.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    internal static async IAsyncEnumerable<CandleRow> ResampleAsync(
        CandleAggregation aggregation,
        IAsyncEnumerable<CandleRow> rows,
        long end,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var row in rows.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            if (aggregation.TryAdd(row, out var finished))
                yield return finished;
            if (row.OpenTime >= end)
                yield break;
        }

        if (aggregation.TryComplete(out var last))
            yield return last;
    }

    private static IEnumerable<CandleRow> Aggregate(IEnumerable<CandleRow> rows, Timeframe source, Timeframe target)
    {
        var aggregation = new CandleAggregation(source, target);
        long? previous = null;
        foreach (var row in rows)
        {
            if (row.OpenTime <= previous)
            {
                throw new ArgumentException(
                    $"The candle that opens at {Printed.OpenTime(row.OpenTime)} is not later than the one before it. Order the candles, "
                    + $"and keep one of each open time.", nameof(rows));
            }

            if (!source.IsBoundary(row.OpenTime))
            {
                throw new ArgumentException(
                    $"The candle that opens at {Printed.OpenTime(row.OpenTime)} is none of the timeframe {source}, on whose boundaries it "
                    + $"would open. Give the timeframe that the candles have, or correct their open times.", nameof(rows));
            }

            previous = row.OpenTime;
            if (aggregation.TryAdd(row, out var finished))
                yield return finished;
        }

        if (aggregation.TryComplete(out var last))
            yield return last;
    }
}
