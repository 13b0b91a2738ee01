using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>All figures of one period, in one currency.</summary>
/// <param name="Period">The length of the period.</param>
/// <param name="Start">Its first midnight, UTC: from there on a trade that closes belongs to it, and after it equity.</param>
/// <param name="End">Its last midnight, UTC: before it a trade that closes belongs to it, and up to it equity.</param>
/// <param name="Trades">What the trades earned that closed in it.</param>
/// <param name="Returns">What equity did in it; null where none is known.</param>
/// <param name="Exposure">
/// The share of the time during which at least one of the trades that have closed by now was open, 0 to 1, over the part of the period
/// that lies between the first and the last instant of all trades and equity; null where that part has no length.
/// </param>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed record PerformanceFigures(
    MetricsPeriod Period, DateTimeOffset Start, DateTimeOffset End, TradeStatistics Trades, ReturnStatistics? Returns, double? Exposure)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
