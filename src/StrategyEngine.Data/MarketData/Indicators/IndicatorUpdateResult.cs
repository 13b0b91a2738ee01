using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>What an update of indicators did.</summary>
/// <param name="Computed">The candles whose indicators it calculated; those that another update at the same time was faster with are not
/// among them.</param>
/// <param name="ContinuedAfter">The open time of the candle after which it went on (UTC); null if it began with the first.</param>
/// <param name="BeganAnew">Whether stored values had become wrong, because an older candle was corrected, filled in or removed: everything
/// after <paramref name="ContinuedAfter"/> was calculated again.</param>
/// <param name="LastOpenTime">The open time of the last candle that has indicators now (UTC); null if there is none.</param>
public sealed record IndicatorUpdateResult(long Computed, DateTimeOffset? ContinuedAfter, bool BeganAnew, DateTimeOffset? LastOpenTime)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
