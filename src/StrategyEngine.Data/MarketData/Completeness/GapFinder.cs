using System.Runtime.CompilerServices;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>Compares the open times that are accounted for with those that should be, in one pass and constant memory.</summary>
internal static class GapFinder
{
    /// <summary>Finds the gaps.</summary>
    /// <param name="timeframe">The timeframe.</param>
    /// <param name="expected">Spans in ascending order.</param>
    /// <param name="present">Open times of the same range at which nothing is missing, in ascending order.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    public static async IAsyncEnumerable<CandleGap> FindAsync(
        Timeframe timeframe,
        IEnumerable<ExpectedSpan> expected,
        IAsyncEnumerable<long> present,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stored = present.GetAsyncEnumerator(cancellationToken);
        await using (stored.ConfigureAwait(false))
        {
            var hasRow = await stored.MoveNextAsync().ConfigureAwait(false);
            var (first, last, missing) = (0L, 0L, 0L);
            foreach (var span in expected)
            {
                cancellationToken.ThrowIfCancellationRequested();
                for (var rest = span; rest.Count > 0;)
                {
                    while (hasRow && stored.Current < rest.FirstOpenTime)
                        hasRow = await stored.MoveNextAsync().ConfigureAwait(false);
                    var absent = hasRow ? rest.CountBefore(stored.Current) : rest.Count;
                    if (absent > 0)
                    {
                        first = missing == 0 ? rest.FirstOpenTime : first;
                        missing += absent;
                        rest = rest.Skip(absent);
                        last = timeframe.OpenTime(rest.First - 1);
                        continue;
                    }

                    if (missing > 0)
                        yield return Gap();
                    missing = 0;
                    rest = rest.Skip(1);
                }
            }

            if (missing > 0)
                yield return Gap();

            CandleGap Gap() =>
                new(DateTimeOffset.FromUnixTimeMilliseconds(first), DateTimeOffset.FromUnixTimeMilliseconds(timeframe.Next(last)), missing);
        }
    }
}
