using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Calendars;

/// <summary>A span of time in which a venue trades without a pause.</summary>
/// <param name="Start">When it opens.</param>
/// <param name="End">When it closes, exclusive.</param>
public readonly record struct TradingSession(DateTimeOffset Start, DateTimeOffset End)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
