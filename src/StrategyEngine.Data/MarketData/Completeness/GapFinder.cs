using System.Runtime.CompilerServices;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>Compares the open times that are accounted for with those that should be, in one pass and constant memory.</summary>
internal static class GapFinder
{
    private const int CheckEvery = 65_536;

    /// <summary>Finds the gaps.</summary>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="expected">Open times in ascending order.</param>
    /// <param name="present">Open times of the same range at which nothing is missing, in ascending order.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public static async IAsyncEnumerable<CandleGap> FindAsync(
        Timeframe timeframe, IEnumerable<long> expected, IAsyncEnumerable<long> present, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stored = present.GetAsyncEnumerator(cancellationToken);
        await using (stored.ConfigureAwait(false))
        {
            var hasRow = await stored.MoveNextAsync().ConfigureAwait(false);
            var (first, last, missing) = (0L, 0L, 0L);
            foreach (var openTime in expected)
            {
                while (hasRow && stored.Current < openTime)
                    hasRow = await stored.MoveNextAsync().ConfigureAwait(false);
                if (!hasRow || stored.Current != openTime)
                {
                    first = missing++ == 0 ? openTime : first;
                    last = openTime;
                    if (missing % CheckEvery == 0)
                        cancellationToken.ThrowIfCancellationRequested();
                    continue;
                }

                if (missing > 0)
                    yield return Gap();
                missing = 0;
            }

            if (missing > 0)
                yield return Gap();

            CandleGap Gap() => new(DateTimeOffset.FromUnixTimeMilliseconds(first), DateTimeOffset.FromUnixTimeMilliseconds(timeframe.Next(last)), missing);
        }
    }
}
