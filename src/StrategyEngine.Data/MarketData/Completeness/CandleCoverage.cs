using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>How complete the closed candles of a range are.</summary>
/// <param name="AssetId">The asset.</param>
/// <param name="Timeframe">The timeframe.</param>
/// <param name="From">The first open time, inclusive (UTC).</param>
/// <param name="To">The last open time, exclusive (UTC).</param>
/// <param name="Expected">How many open times the calendar has.</param>
/// <param name="Present">How many closed candles there are, those outside of the calendar included.</param>
/// <param name="VerifiedEmpty">How many open times the venue is known to have no candle at.</param>
/// <param name="Missing">How many open times of the calendar have neither.</param>
/// <param name="Hash">SHA-256 of the open times and checksums of the candles and of the verified empty open times, in hexadecimal digits:
/// ranges that hold the same have the same.</param>
public sealed record CandleCoverage(
    Guid AssetId,
    Timeframe Timeframe,
    DateTimeOffset From,
    DateTimeOffset To,
    long Expected,
    long Present,
    long VerifiedEmpty,
    long Missing,
    string Hash)
{
    /// <summary>
    /// Whether the range has a length and nothing of it is missing. A series of which nothing is stored or recorded, and no range was asked
    /// for, has none.
    /// </summary>
    public bool IsComplete => Missing == 0 && From < To;

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
