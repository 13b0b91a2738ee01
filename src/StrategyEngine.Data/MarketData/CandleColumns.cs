using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>
/// Candles as one span for each field, in ascending order of open time: what a back-test or a numerical library works on.
/// </summary>
/// <remarks>Immutable by convention: the arrays are shared, not copied. The arrays have the same length.</remarks>
public sealed class CandleColumns
{
    private readonly long[] _openTimes;
    private readonly decimal[] _open;
    private readonly decimal[] _high;
    private readonly decimal[] _low;
    private readonly decimal[] _close;
    private readonly decimal[] _volume;
    private readonly decimal?[] _quoteVolume;
    private readonly long?[] _tradeCount;
    private readonly bool[] _closed;

    private CandleColumns(int count)
    {
        (_openTimes, _closed) = (new long[count], new bool[count]);
        (_open, _high, _low, _close, _volume) = (new decimal[count], new decimal[count], new decimal[count], new decimal[count],
            new decimal[count]);
        (_quoteVolume, _tradeCount) = (new decimal?[count], new long?[count]);
    }

    /// <summary>How many candles there are.</summary>
    public int Count => _openTimes.Length;

    /// <summary>When each opens, in Unix milliseconds (UTC).</summary>
    public ReadOnlySpan<long> OpenTimes => _openTimes;

    /// <summary>The prices of the first trades.</summary>
    public ReadOnlySpan<decimal> Open => _open;

    /// <summary>The highest prices.</summary>
    public ReadOnlySpan<decimal> High => _high;

    /// <summary>The lowest prices.</summary>
    public ReadOnlySpan<decimal> Low => _low;

    /// <summary>The prices of the last trades.</summary>
    public ReadOnlySpan<decimal> Close => _close;

    /// <summary>The traded amounts of the base asset.</summary>
    public ReadOnlySpan<decimal> Volume => _volume;

    /// <summary>The traded amounts of the quote asset; null where the venue reports none.</summary>
    public ReadOnlySpan<decimal?> QuoteVolume => _quoteVolume;

    /// <summary>The numbers of trades; null where the venue does not tell.</summary>
    public ReadOnlySpan<long?> TradeCount => _tradeCount;

    /// <summary>Whether each candle is final.</summary>
    public ReadOnlySpan<bool> Closed => _closed;

    /// <summary>A column as <see cref="double"/>, to the nearest: about 16 significant digits.</summary>
    /// <param name="column">A column of amounts, such as <see cref="Close"/>.</param>
    public static double[] ToDoubles(ReadOnlySpan<decimal> column)
    {
        var doubles = new double[column.Length];
        for (var i = 0; i < column.Length; i++)
            doubles[i] = (double)column[i];
        return doubles;
    }

    /// <inheritdoc cref="ToDoubles(ReadOnlySpan{decimal})"/>
    public static double[] ToDoubles(decimal[] column)
    {
        ArgumentNullException.ThrowIfNull(column);
        return ToDoubles((ReadOnlySpan<decimal>)column);
    }

    /// <summary>Reads rows to their end, in blocks, so that none is copied more than once.</summary>
    internal static async Task<CandleColumns> ReadAsync(IAsyncEnumerable<CandleRow> rows)
    {
        const int BlockLength = 4_096;
        var blocks = new List<CandleRow[]>();
        var count = 0;
        await foreach (var row in rows.ConfigureAwait(false))
        {
            if (count % BlockLength == 0)
                blocks.Add(new CandleRow[BlockLength]);
            blocks[^1][count++ % BlockLength] = row;
        }

        return Of(blocks, count);
    }

    private static CandleColumns Of(IReadOnlyCollection<CandleRow[]> blocks, int count)
    {
        var columns = new CandleColumns(count);
        var i = 0;
        foreach (var block in blocks)
        {
            foreach (ref readonly var row in block.AsSpan(0, Math.Min(block.Length, count - i)))
            {
                columns._openTimes[i] = row.OpenTime;
                (columns._open[i], columns._high[i], columns._low[i], columns._close[i], columns._volume[i]) = (row.Open, row.High, row.Low,
                    row.Close, row.Volume);
                (columns._quoteVolume[i], columns._tradeCount[i]) = (row.QuoteVolume, row.TradeCount);
                columns._closed[i++] = row.Closed;
            }
        }

        return columns;
    }

    /// <summary>How many candles.</summary>
    public override string ToString() => Printed.Text($"CandleColumns of {Printed.Count(Count, "candle")}");
}
