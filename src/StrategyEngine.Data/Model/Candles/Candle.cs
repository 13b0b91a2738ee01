using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>One bar of price history: the prices and the volume of an asset during one timeframe.</summary>
/// <remarks>
/// Identified by (<see cref="AssetId"/>, <see cref="Timeframe"/>, <see cref="OpenTime"/>); it has no id and no timestamps of its own.
/// Write candles through <c>CandleStore</c>, which never lets an older state replace a newer one and refuses what cannot be, such as a high
/// below the low; Entity Framework is for queries, and its saves check only that the amounts fit.
/// Not thread-safe, like every entity.
/// </remarks>
public sealed class Candle
{
    /// <summary>The asset it belongs to.</summary>
    public Guid AssetId { get; set; }

    /// <summary>The length of the candle.</summary>
    public Timeframe Timeframe { get; set; } = null!;

    /// <summary>The instant at which it opens, in UTC; a boundary of <see cref="Timeframe"/>.</summary>
    public DateTimeOffset OpenTime { get; set; }

    /// <summary>The price of the first trade, DECIMAL(28,12).</summary>
    public decimal Open { get; set; }

    /// <summary>The highest price, DECIMAL(28,12).</summary>
    public decimal High { get; set; }

    /// <summary>The lowest price, DECIMAL(28,12).</summary>
    public decimal Low { get; set; }

    /// <summary>The price of the last trade, DECIMAL(28,12).</summary>
    public decimal Close { get; set; }

    /// <summary>The traded amount of the base asset, DECIMAL(28,8); 0 where the venue reports none.</summary>
    public decimal Volume { get; set; }

    /// <summary>The traded amount of the quote asset, DECIMAL(28,8); null where the venue reports none.</summary>
    public decimal? QuoteVolume { get; set; }

    /// <summary>How many trades there were; null where the venue does not tell.</summary>
    public long? TradeCount { get; set; }

    /// <summary>Whether the candle is final. While it is open, its values still change.</summary>
    /// <value>Default: false, unlike that of <see cref="CandleRow"/>.</value>
    public bool Closed { get; set; }

    /// <summary>Orders the states of one candle: the venue's event time, or else the time of receipt, in Unix milliseconds.</summary>
    public long Revision { get; set; }

    /// <summary>Series, open time, prices and what was traded.</summary>
    public override string ToString()
    {
        var (prices, traded) = (Printed.Text($"{Open} {High} {Low} {Close}"), Printed.Text($"{Volume}, {QuoteVolume}, {TradeCount}"));
        return Printed.Text($"Candle {AssetId} {Timeframe} {OpenTime}, {prices}, volumes and trades {traded}, closed {Closed}");
    }
}
