using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>Consecutive candles that should be there and are not.</summary>
/// <param name="From">The open time of the first one that is missing (UTC).</param>
/// <param name="To">The end of the last one, exclusive (UTC). What is read from <paramref name="From"/> to here fills the gap.</param>
/// <param name="Missing">How many are missing, 1 or more. Fewer than fit in between, where the venue was closed.</param>
public readonly record struct CandleGap(DateTimeOffset From, DateTimeOffset To, long Missing)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
