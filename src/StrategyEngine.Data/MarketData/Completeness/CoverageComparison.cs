using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>Compares the candles of consecutive slices with what is recorded of them. Not thread-safe.</summary>
/// <param name="count">Counts what is in the table.</param>
internal sealed class CoverageComparison(CoverageCount count)
{
    public long Differences { get; private set; }

    public CandleDifference? First { get; private set; }

    public void Compare(CandleRange range, CandleSlice slice)
    {
        using var recorded = new SliceCoverage(range, slice.Blocks).Recorded().GetEnumerator();
        var hasRecord = recorded.MoveNext();
        foreach (var row in slice.Rows)
        {
            for (; hasRecord && recorded.Current.OpenTime < row.OpenTime; hasRecord = recorded.MoveNext())
                WithoutRow(recorded.Current.OpenTime, recorded.Current.Value);
            if (hasRecord && recorded.Current.OpenTime == row.OpenTime)
            {
                WithRow(row, recorded.Current.Value);
                hasRecord = recorded.MoveNext();
            }
            else
            {
                WithRow(row, CoverageSlots.Unknown);
            }
        }

        for (; hasRecord; hasRecord = recorded.MoveNext())
            WithoutRow(recorded.Current.OpenTime, recorded.Current.Value);
    }

    private void WithRow(in CandleRow row, uint recorded)
    {
        // An open candle is a guess at what will be; nothing is recorded of it.
        if (!row.Closed)
        {
            if (recorded != CoverageSlots.Unknown)
                WithoutRow(row.OpenTime, recorded);
            return;
        }

        var checksum = CoverageSlots.Checksum(row);
        count.Add(row.OpenTime, checksum);
        if (recorded is CoverageSlots.Unknown or CoverageSlots.Empty)
            Differ(row.OpenTime, CandleDifferenceKind.Added);
        else if (recorded != checksum)
            Differ(row.OpenTime, CandleDifferenceKind.Altered);
    }

    private void WithoutRow(long openTime, uint recorded)
    {
        if (recorded == CoverageSlots.Empty)
            count.Add(openTime, recorded);
        else
            Differ(openTime, CandleDifferenceKind.Deleted);
    }

    private void Differ(long openTime, CandleDifferenceKind kind)
    {
        Differences++;
        First ??= new CandleDifference(DateTimeOffset.FromUnixTimeMilliseconds(openTime), kind);
    }
}
