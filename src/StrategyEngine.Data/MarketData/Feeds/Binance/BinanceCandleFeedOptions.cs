namespace StrategyEngine.Data.MarketData.Binance;

/// <summary>Settings of <see cref="BinanceCandleFeed"/>. Read once, when the feed is created.</summary>
public sealed class BinanceCandleFeedOptions
{
    /// <summary>Where the streams are.</summary>
    /// <value>A ws or wss address without path. Default: <c>wss://stream.binance.com:9443</c>.</value>
    public Uri StreamEndpoint { get; set; } = new("wss://stream.binance.com:9443");

    /// <summary>Where the REST interface is.</summary>
    /// <value>A http or https address without path. Default: <c>https://api.binance.com</c>.</value>
    public Uri RestEndpoint { get; set; } = new("https://api.binance.com");

    /// <summary>How long a connection attempt or a REST request may take.</summary>
    /// <value>Above zero. Default: 15 s.</value>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often a ping is sent on an idle stream, and how long its answer may take, before the connection counts as dead.</summary>
    /// <value>Above zero. Default: 15 s. The venue's own pings are answered in any case.</value>
    public TimeSpan KeepAlive { get; set; } = TimeSpan.FromSeconds(15);

    internal void Validate()
    {
        if (StreamEndpoint is not { IsAbsoluteUri: true, Scheme: "ws" or "wss" } || RestEndpoint is not { IsAbsoluteUri: true, Scheme: "http" or "https" } ||
            Timeout <= TimeSpan.Zero || KeepAlive <= TimeSpan.Zero)
        {
            throw new TradingDataException(
                "feed.options",
                $"{nameof(BinanceCandleFeedOptions)}: {nameof(StreamEndpoint)} must be a ws or wss address, {nameof(RestEndpoint)} a http or https address, {nameof(Timeout)} and {nameof(KeepAlive)} above zero.");
        }
    }
}
