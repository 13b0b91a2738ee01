using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>A candle in the compact form of the bulk path: without asset and timeframe, which a batch names once.</summary>
/// <param name="OpenTime">The instant at which it opens, in Unix milliseconds (UTC).</param>
/// <param name="Open">The price of the first trade, DECIMAL(28,12).</param>
/// <param name="High">The highest price, DECIMAL(28,12).</param>
/// <param name="Low">The lowest price, DECIMAL(28,12).</param>
/// <param name="Close">The price of the last trade, DECIMAL(28,12).</param>
/// <param name="Volume">The traded amount of the base asset, DECIMAL(28,8); 0 where the venue reports none.</param>
/// <param name="Closed">Whether the candle is final. True by default, unlike in a new <see cref="Candle"/>.</param>
/// <param name="Revision">Orders the states of one candle: the venue's event time, or else the time of receipt, in Unix
/// milliseconds.</param>
/// <param name="QuoteVolume">The traded amount of the quote asset, DECIMAL(28,8); null where the venue reports none.</param>
/// <param name="TradeCount">How many trades there were; null where the venue does not tell.</param>
/// <remarks>Immutable. <c>default</c> is no valid candle: its prices are zero.</remarks>
public readonly record struct CandleRow(
    long OpenTime,
    decimal Open,
    decimal High,
    decimal Low,
    decimal Close,
    decimal Volume,
    bool Closed = true,
    long Revision = 0,
    decimal? QuoteVolume = null,
    long? TradeCount = null)
{
    /// <summary>
    /// Whether this state takes the place of another of the same candle: closed beats open, then the higher revision wins, and of equal
    /// ones the first stays.
    /// </summary>
    /// <param name="closed">Whether the other state is closed.</param>
    /// <param name="revision">The revision of the other state.</param>
    public bool Supersedes(bool closed, long revision) => Closed == closed ? Revision > revision : Closed;

    /// <summary><see cref="OpenTime"/> as an instant in UTC.</summary>
    public DateTimeOffset OpenInstant => DateTimeOffset.FromUnixTimeMilliseconds(OpenTime);

    // Leaves OpenInstant out: an open time beyond the calendar has none, and a refused candle must print all the same.
    private bool PrintMembers(StringBuilder builder) =>
        Printed.Only(builder, $"OpenTime = {Printed.OpenTime(OpenTime)}, Open = {Open}, High = {High}, Low = {Low}, Close = {Close}, ")
        && Printed.Only(builder, $"Volume = {Volume}, Closed = {Closed}, Revision = {Revision}, ")
        && Printed.Only(builder, $"QuoteVolume = {QuoteVolume}, TradeCount = {TradeCount}");
}
