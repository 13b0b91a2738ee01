using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Administration;

/// <summary>What a removal did.</summary>
/// <param name="Tables">What was removed, by table and timeframe, those of which nothing was removed included.</param>
/// <param name="WasDryRun">Whether it was only counted.</param>
public sealed record RetentionResult(IReadOnlyList<RetentionCount> Tables, bool WasDryRun)
{
    /// <summary>The rows of all tables.</summary>
    public long Rows => Tables.Sum(table => table.Rows);

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
