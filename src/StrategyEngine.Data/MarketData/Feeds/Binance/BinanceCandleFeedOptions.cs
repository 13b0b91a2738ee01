using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Binance;

/// <summary>Settings of <see cref="BinanceCandleFeed"/>. Read once, when the feed is created.</summary>
public sealed class BinanceCandleFeedOptions : IRangedOptions
{
    /// <summary>Where the streams are.</summary>
    /// <value>A ws or wss address without path. Default: <c>wss://stream.binance.com:9443</c>.</value>
    public Uri StreamEndpoint { get; set; } = new("wss://stream.binance.com:9443");

    /// <summary>Where the REST interface is.</summary>
    /// <value>A http or https address without path. Default: <c>https://api.binance.com</c>.</value>
    public Uri RestEndpoint { get; set; } = new("https://api.binance.com");

    /// <summary>How long a connection attempt or a REST request may take.</summary>
    /// <value>Above zero, to 1 day. Default: 15 s.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How often a ping is sent on an idle stream, and how long its answer may take, before the connection counts as dead.
    /// </summary>
    /// <value>Above zero, to 1 day. Default: 15 s. The venue's own pings are answered in any case.</value>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    internal BinanceCandleFeedOptions Copy() => (BinanceCandleFeedOptions)MemberwiseClone();

    string IRangedOptions.Code => "feed.options";

    void IRangedOptions.Check(OptionRanges ranges)
    {
        if (StreamEndpoint is not { IsAbsoluteUri: true, Scheme: "ws" or "wss" })
            ranges.Refuse(nameof(StreamEndpoint), Shown(StreamEndpoint), "set it to a ws or wss address without path");
        if (RestEndpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" })
            ranges.Refuse(nameof(RestEndpoint), Shown(RestEndpoint), "set it to a http or https address without path");
        ranges.AboveUpTo(Timeout, TimeSpan.Zero, TimeSpan.FromDays(1));
        ranges.AboveUpTo(KeepAlive, TimeSpan.Zero, TimeSpan.FromDays(1));
    }

    // Without the parts of an address that may hold a user, a password or a key.
    private static string Shown(Uri? address) => address switch
    {
        null => "null",
        { IsAbsoluteUri: true } => OptionRanges.Shown($"{address.Scheme}://{address.Authority}"),
        _ => "a relative address",
    };

    /// <summary>Each option; none is a secret.</summary>
    public override string ToString() => Printed.Whole(this);
}
