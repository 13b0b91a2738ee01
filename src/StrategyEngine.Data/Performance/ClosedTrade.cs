using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Performance;

/// <summary>The outcome of one finished trade.</summary>
/// <param name="ClosedAt">When its last fill closed it; any offset, bucketed in UTC.</param>
/// <param name="Profit">What it earned after commission, in the account's currency; negative when it lost.</param>
public readonly record struct ClosedTrade(DateTimeOffset ClosedAt, decimal Profit)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
