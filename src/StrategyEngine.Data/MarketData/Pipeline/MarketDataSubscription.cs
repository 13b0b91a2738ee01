using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData;

/// <summary>One series that the pipeline keeps in the database.</summary>
/// <param name="Feed">The venue.</param>
/// <param name="Series">The symbol and timeframe there.</param>
/// <param name="AssetId">The asset under which the candles are stored; it must be saved already.</param>
/// <param name="HistoryFrom">
/// Where to begin if the database has no closed candle of the series yet; null, the default, begins with the live stream.
/// Ignored as soon as there is one: then everything after the newest closed candle is fetched.
/// </param>
public sealed record MarketDataSubscription(ICandleFeed Feed, VenueSeries Series, Guid AssetId, DateTimeOffset? HistoryFrom = null)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Only(
        builder, $"Feed = {Feed?.Exchange}, Series = {Series}, AssetId = {AssetId}, HistoryFrom = {HistoryFrom}");
}
