namespace StrategyEngine.Data.MarketData.Binance;

/// <summary>What one text frame of the stream says.</summary>
internal abstract record BinanceFrame
{
    private BinanceFrame()
    {
    }

    /// <summary>A state of a candle.</summary>
    public sealed record Kline(FeedCandle Candle) : BinanceFrame;

    /// <summary>The venue is about to close the connection.</summary>
    public sealed record ServerShutdown : BinanceFrame;

    /// <summary>Well-formed, but of no interest here.</summary>
    public sealed record Other(string Kind) : BinanceFrame;

    /// <summary>Not what the venue documents.</summary>
    public sealed record Malformed(string Problem) : BinanceFrame;
}
