using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Administration;

/// <summary>What was removed from a table, or would be.</summary>
/// <param name="Table">The table.</param>
/// <param name="Timeframe">The code of the timeframe, such as <c>1m</c>, for candles and indicator values; otherwise null.</param>
/// <param name="UpTo">The last instant that is removed.</param>
/// <param name="Rows">How many rows.</param>
public sealed record RetentionCount(string Table, string? Timeframe, DateTimeOffset UpTo, long Rows)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
