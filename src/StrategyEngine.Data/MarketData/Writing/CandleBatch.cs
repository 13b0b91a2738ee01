using System.Buffers;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>Collects rows and settles them into ascending order, each open time once.</summary>
/// <remarks>Not thread-safe. Reuses its memory between batches.</remarks>
internal sealed class CandleBatch
{
    /// <summary>
    /// Rows of one transaction: large enough that a commit costs nothing, small enough that a writer elsewhere is not kept waiting.
    /// </summary>
    public const int TransactionSize = 10_000;

    // Input without order is gathered further, because rows written in the order of the key cost a fraction of rows written at random.
    private const int UnsortedSize = 25 * TransactionSize;

    private readonly ArrayBufferWriter<CandleRow> _rows = new(256);
    private long _lastOpenTime = long.MinValue;
    private bool _sorted = true;

    public bool IsFull => _rows.WrittenCount >= (_sorted ? TransactionSize : UnsortedSize);

    public bool IsEmpty => _rows.WrittenCount == 0;

    public void Add(in CandleRow row)
    {
        _sorted &= _rows.WrittenCount == 0 || row.OpenTime > _lastOpenTime;
        _lastOpenTime = row.OpenTime;
        _rows.GetSpan(1)[0] = row;
        _rows.Advance(1);
    }

    /// <summary>The rows in ascending order; of several states of one candle, the newest, and of equal ones the first that came.</summary>
    /// <param name="superseded">How many rows lost to another one.</param>
    public ReadOnlyMemory<CandleRow> Settle(out int superseded)
    {
        superseded = 0;
        if (_sorted)
            return _rows.WrittenMemory;

        var rows = _rows.WrittenSpan;
        var order = new (long OpenTime, int Index)[rows.Length];
        for (var i = 0; i < order.Length; i++)
            order[i] = (rows[i].OpenTime, i);

        Array.Sort(order);
        var settled = new CandleRow[rows.Length];
        var count = 0;
        foreach (var (openTime, index) in order)
        {
            ref readonly var row = ref rows[index];
            if (count == 0 || settled[count - 1].OpenTime != openTime)
                settled[count++] = row;
            else if (row.Supersedes(settled[count - 1].Closed, settled[count - 1].Revision))
                settled[count - 1] = row;
        }

        superseded = rows.Length - count;
        return settled.AsMemory(0, count);
    }

    public void Clear()
    {
        _rows.ResetWrittenCount();
        _sorted = true;
    }
}
