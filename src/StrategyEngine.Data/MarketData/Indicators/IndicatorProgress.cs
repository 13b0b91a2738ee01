using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>How far an update of indicators has come, reported after each committed batch.</summary>
/// <param name="Computed">The candles whose indicators this update has calculated so far.</param>
/// <param name="LastOpenTime">The open time of the last of them (UTC).</param>
public readonly record struct IndicatorProgress(long Computed, DateTimeOffset LastOpenTime)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
