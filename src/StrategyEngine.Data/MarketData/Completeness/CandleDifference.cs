using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>An open time at which the table is not as <see cref="CandleStore"/> left it.</summary>
/// <param name="OpenTime">The open time (UTC).</param>
/// <param name="Kind">What has happened to the candle.</param>
public sealed record CandleDifference(DateTimeOffset OpenTime, CandleDifferenceKind Kind)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
