using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>
/// What <c>CandleStore</c> has recorded about 240 consecutive open times of one asset and timeframe. Written by the store, in the
/// transaction of the candles.
/// </summary>
/// <remarks>
/// An open time has four bytes of <see cref="Slots"/>, in little-endian order: 0 if nothing is recorded of it, 1 if the venue is known to
/// have no candle there, or else the checksum of the closed candle. The number of an open time is how many of its timeframe lie between it
/// and 1970-01-01 (weeks: 1970-01-05), and a block begins where that is a multiple of 240.
/// </remarks>
public sealed class CandleCoverageBlock
{
    /// <summary>The asset.</summary>
    public required Guid AssetId { get; init; }

    /// <summary>The timeframe.</summary>
    public required Timeframe Timeframe { get; init; }

    /// <summary>The first open time of the block.</summary>
    public required DateTimeOffset BlockStart { get; init; }

    /// <summary>Four bytes for each open time; at most 960, and fewer where the last ones are 0.</summary>
    public required byte[] Slots { get; set; }

    /// <summary>Series, start and length.</summary>
    public override string ToString() => Printed.Text($"CandleCoverageBlock {AssetId} {Timeframe} from {BlockStart}, {Slots}");
}
