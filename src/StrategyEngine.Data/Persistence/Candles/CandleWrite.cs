using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>One batch of candles on its way into the table, and what has to be recorded of it in the same transaction.</summary>
/// <remarks>
/// A provider writes the rows, says in <see cref="Changed"/> which of them were inserted or replaced an older state, and then replaces each
/// of <see cref="GetBlocks"/> by what <see cref="Cover"/> makes of the stored one. Not thread-safe.
/// </remarks>
public sealed class CandleWrite
{
    private readonly bool[] _changed;
    private readonly List<(long Start, int First, int End)> _blocks = [];

    /// <summary>Creates a batch.</summary>
    /// <param name="assetId">The asset.</param>
    /// <param name="timeframe">The timeframe of all rows.</param>
    /// <param name="rows">Valid rows in ascending order of open time, each open time once.</param>
    public CandleWrite(Guid assetId, Timeframe timeframe, ReadOnlyMemory<CandleRow> rows)
    {
        ArgumentNullException.ThrowIfNull(timeframe);
        AssetId = assetId;
        Timeframe = timeframe;
        Rows = rows;
        _changed = new bool[rows.Length];
    }

    /// <inheritdoc cref="CandleWrite(Guid, Timeframe, ReadOnlyMemory{CandleRow})"/>
    public CandleWrite(Guid assetId, Timeframe timeframe, CandleRow[] rows)
        : this(assetId, timeframe, (ReadOnlyMemory<CandleRow>)(rows ?? throw new ArgumentNullException(nameof(rows))))
    {
    }

    /// <summary>The asset.</summary>
    public Guid AssetId { get; }

    /// <summary>The timeframe.</summary>
    public Timeframe Timeframe { get; }

    /// <summary>The rows, in ascending order of open time, each open time once.</summary>
    public ReadOnlyMemory<CandleRow> Rows { get; }

    /// <summary>For each row whether the table holds it now and did not before. All false at first.</summary>
    public Span<bool> Changed => _changed;

    /// <summary>Finds the blocks of coverage that the changed rows belong to.</summary>
    /// <returns>Where each begins, in Unix milliseconds and ascending order. Candles that are still open belong to none.</returns>
    public IReadOnlyList<long> GetBlocks()
    {
        var rows = Rows.Span;
        var (number, start, starts) = (0L, long.MinValue, new List<long>());
        _blocks.Clear();
        for (var i = 0; i < rows.Length; i++)
        {
            if (!_changed[i] || !rows[i].Closed)
                continue;
            if (start == long.MinValue || Timeframe.Number(rows[i].OpenTime) >= number)
            {
                start = CoverageSlots.BlockStart(Timeframe, rows[i].OpenTime);
                number = Timeframe.Number(rows[i].OpenTime) - CoverageSlots.Slot(Timeframe, rows[i].OpenTime) + CoverageSlots.BlockLength;
                starts.Add(start);
                _blocks.Add((start, i, i));
            }

            _blocks[^1] = (start, _blocks[^1].First, i + 1);
        }

        return starts;
    }

    /// <summary>Records the changed rows of a block.</summary>
    /// <param name="index">Which of the last <see cref="GetBlocks"/>, from 0.</param>
    /// <param name="stored">What is recorded of it so far; empty if nothing.</param>
    /// <returns>What is to be recorded instead.</returns>
    public byte[] Cover(int index, ReadOnlySpan<byte> stored)
    {
        var rows = Rows.Span;
        var (_, first, end) = _blocks[index];
        var slots = CoverageSlots.Expand(stored);
        for (var i = first; i < end; i++)
        {
            if (_changed[i] && rows[i].Closed)
                CoverageSlots.Write(slots, CoverageSlots.Slot(Timeframe, rows[i].OpenTime), CoverageSlots.Checksum(rows[i]));
        }

        return CoverageSlots.Trim(slots);
    }

    /// <summary>Series and how many rows.</summary>
    public override string ToString() => Printed.Text($"CandleWrite {AssetId} {Timeframe}, {Printed.Count(Rows.Length, "row")}");
}
