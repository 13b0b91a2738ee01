using System.Runtime.CompilerServices;

using StrategyEngine.Data.MarketData.Calendars;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>Reads, proves and corrects what is recorded of the candles of a series. Thread-safe.</summary>
internal sealed class SeriesCoverage(CandleTable table)
{
    private const int BlocksPerRead = 100, SliceLength = 24_000;

    /// <summary>The range, with ends where it has none: from the first to the last thing that is stored or recorded.</summary>
    public async Task<CandleRange> BoundAsync(CandleRange range, CancellationToken cancellationToken)
    {
        if (range.From != long.MinValue && range.To != long.MaxValue)
            return range;
        // A candle that ends behind the calendar cannot be stored by the candle store, and has no next one.
        var known = range with { To = Math.Min(range.To, CandleRules.End) };
        var first = await table.FindFirstAsync(known, cancellationToken).ConfigureAwait(false) ?? long.MaxValue;
        var last = long.MinValue;
        foreach (var row
            in await table.ReadLatestAsync(range.AssetId, range.Timeframe, 1, known.To, cancellationToken).ConfigureAwait(false))
        {
            last = row.OpenTime;
        }

        await foreach (var (openTime, _) in ReadRecordedAsync(known, cancellationToken).ConfigureAwait(false))
        {
            first = Math.Min(first, openTime);
            last = Math.Max(last, openTime);
        }

        var from = range.From != long.MinValue
            ? range.From
            : first != long.MaxValue ? range.Timeframe.Floor(first) : range.To != long.MaxValue ? range.To : 0;
        var to = range.To != long.MaxValue ? range.To : last == long.MinValue ? from : range.Timeframe.Next(last);
        return range with { From = from, To = Math.Max(from, to) };
    }

    public async Task<CandleCoverage> ReadAsync(CandleRange range, ITradingCalendar calendar, CancellationToken cancellationToken)
    {
        range = await BoundAsync(range, cancellationToken).ConfigureAwait(false);
        using var count = new CoverageCount(
            range, ExpectedCandles.SpansBetween(range.Timeframe, range.From, range.To, calendar), cancellationToken);
        await foreach (var (openTime, value) in ReadRecordedAsync(range, cancellationToken).ConfigureAwait(false))
            count.Add(openTime, value);
        return count.Complete();
    }

    public async Task<CandleProof> ProveAsync(
        CandleRange range, ITradingCalendar calendar, IProgress<DateTimeOffset>? progress, CancellationToken cancellationToken)
    {
        range = await BoundAsync(range, cancellationToken).ConfigureAwait(false);
        using var count = new CoverageCount(
            range, ExpectedCandles.SpansBetween(range.Timeframe, range.From, range.To, calendar), cancellationToken);
        var comparison = new CoverageComparison(count);
        var rest = range;
        while (await table.FindSliceAsync(rest, SliceLength, cancellationToken).ConfigureAwait(false) is { } slice)
        {
            comparison.Compare(slice, await table.ReadSliceAsync(slice, cancellationToken).ConfigureAwait(false));
            progress?.Report(DateTimeOffset.FromUnixTimeMilliseconds(slice.To));
            rest = rest with { From = slice.To };
        }

        return new CandleProof(count.Complete(), comparison.Differences, comparison.First);
    }

    /// <summary>The runs of open times of the calendar at which no candle is stored, and the venue is not known to have none.</summary>
    public IAsyncEnumerable<CandleGap> FindGapsAsync(CandleRange range, ITradingCalendar calendar, CancellationToken cancellationToken)
    {
        var expected = ExpectedCandles.SpansBetween(range.Timeframe, range.From, range.To, calendar);
        return GapFinder.FindAsync(range.Timeframe, expected, ReadAccountedAsync(range, cancellationToken), cancellationToken);
    }

    /// <summary>Records that the venue has no candle at the open times of the calendar at which none is stored.</summary>
    /// <returns>How many they are.</returns>
    public async Task<long> ConfirmEmptyAsync(
        CandleRange range, DateTimeOffset now, ITradingCalendar calendar, CancellationToken cancellationToken)
    {
        // A candle that still forms may come yet.
        range = range with { To = Math.Min(range.To, range.Timeframe.Floor(now.ToUnixTimeMilliseconds())) };
        var total = 0L;
        for (var rest = range; rest.From < rest.To;)
        {
            var slice = rest with { To = Math.Min(rest.To, CoverageSlots.EndOf(rest.Timeframe, rest.From, SliceLength)) };
            var count = 0;
            await table.ChangeSliceAsync(slice, stored => Confirm(slice, stored, calendar, out count), cancellationToken)
                .ConfigureAwait(false);
            total += count;
            rest = rest with { From = slice.To };
        }

        return total;
    }

    /// <summary>Records the candles as they are stored now.</summary>
    public async Task RebuildAsync(CandleRange range, CancellationToken cancellationToken)
    {
        while (await table.FindSliceAsync(range, SliceLength, cancellationToken).ConfigureAwait(false) is { } slice)
        {
            await table.ChangeSliceAsync(slice, stored => Rebuild(slice, stored), cancellationToken).ConfigureAwait(false);
            range = range with { From = slice.To };
        }
    }

    /// <summary>
    /// The open times at which a candle is stored, open or closed, or the venue is known to have none, in ascending order.
    /// </summary>
    private async IAsyncEnumerable<long> ReadAccountedAsync(
        CandleRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var empty = ReadRecordedAsync(range, cancellationToken).GetAsyncEnumerator(cancellationToken);
        await using (empty.ConfigureAwait(false))
        {
            var hasEmpty = await MoveToEmptyAsync().ConfigureAwait(false);
            await foreach (var row
                in table.ReadAsync(range.AssetId, range.Timeframe, range.From, range.To, cancellationToken).ConfigureAwait(false))
            {
                for (; hasEmpty && empty.Current.OpenTime < row.OpenTime; hasEmpty = await MoveToEmptyAsync().ConfigureAwait(false))
                    yield return empty.Current.OpenTime;
                yield return row.OpenTime;
            }

            for (; hasEmpty; hasEmpty = await MoveToEmptyAsync().ConfigureAwait(false))
                yield return empty.Current.OpenTime;
        }

        async ValueTask<bool> MoveToEmptyAsync()
        {
            while (await empty.MoveNextAsync().ConfigureAwait(false))
            {
                if (empty.Current.Value == CoverageSlots.Empty)
                    return true;
            }

            return false;
        }
    }

    private static IReadOnlyList<CandleCoverageBlock>? Confirm(
        CandleRange range, CandleSlice stored, ITradingCalendar calendar, out int count)
    {
        count = 0;
        var coverage = new SliceCoverage(range, stored.Blocks);
        var openTimes = stored.Rows.Select(row => row.OpenTime).ToHashSet();
        foreach (var openTime in ExpectedCandles.Between(range.Timeframe, range.From, range.To, calendar))
        {
            if (coverage[openTime] != CoverageSlots.Unknown || openTimes.Contains(openTime))
                continue;
            coverage[openTime] = CoverageSlots.Empty;
            count++;
        }

        return count == 0 ? null : [.. coverage.Blocks()];
    }

    private static IReadOnlyList<CandleCoverageBlock> Rebuild(CandleRange range, CandleSlice stored)
    {
        var coverage = new SliceCoverage(range, stored.Blocks);
        _ = coverage.Forget(keepsEmpty: true);
        foreach (var row in stored.Rows)
        {
            if (row.Closed && range.Timeframe.IsBoundary(row.OpenTime))
                coverage[row.OpenTime] = CoverageSlots.Checksum(row);
        }

        return [.. coverage.Blocks()];
    }

    /// <summary>What is recorded of a range, in ascending order of open time.</summary>
    public async IAsyncEnumerable<(long OpenTime, uint Value)> ReadRecordedAsync(
        CandleRange range, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var rest = range;
        while (rest.From < rest.To)
        {
            var blocks = await table.ReadCoverageAsync(rest, BlocksPerRead, cancellationToken).ConfigureAwait(false);
            foreach (var block in blocks)
            {
                foreach (var (openTime, value) in CoverageSlots.Recorded(block))
                {
                    if (openTime >= range.From && openTime < range.To)
                        yield return (openTime, value);
                }
            }

            if (blocks.Count < BlocksPerRead)
                yield break;
            rest = rest with { From = CoverageSlots.EndOf(blocks[^1]) };
        }
    }
}
