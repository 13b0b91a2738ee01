using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>A part of one series of candles.</summary>
/// <param name="AssetId">The asset.</param>
/// <param name="Timeframe">The timeframe.</param>
/// <param name="From">The first open time, inclusive, in Unix milliseconds.</param>
/// <param name="To">The last open time, exclusive, in Unix milliseconds.</param>
public readonly record struct CandleRange(Guid AssetId, Timeframe Timeframe, long From, long To)
{
    /// <summary>
    /// Where the block of coverage begins that holds <see cref="From"/>, in Unix milliseconds: those of the range begin there or later, and
    /// before <see cref="To"/>.
    /// </summary>
    public long FirstBlock => CoverageSlots.BlockStart(Timeframe, From);

    private bool PrintMembers(StringBuilder builder) => Printed.Only(
        builder, $"AssetId = {AssetId}, Timeframe = {Timeframe}, From = {Printed.OpenTime(From)}, To = {Printed.OpenTime(To)}");
}
