namespace StrategyEngine.Data.MarketData;

/// <summary>A venue cannot be reached, refuses a request, or answers what cannot be read. The pipeline tries again by itself.</summary>
/// <remarks>
/// Codes: <c>feed.unreachable</c>, <c>feed.disconnected</c>, <c>feed.refused</c>, <c>feed.rate_limited</c>, <c>feed.malformed</c>.
/// </remarks>
public sealed class CandleFeedException : TradingDataException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of the codes above.</param>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    /// <param name="retryAfter">How long the venue asks to be left alone, or null.</param>
    public CandleFeedException(string code, string message, Exception? innerException = null, TimeSpan? retryAfter = null)
        : base(code, message, innerException) => RetryAfter = retryAfter;

    /// <summary>How long the venue asks to be left alone, or null.</summary>
    public TimeSpan? RetryAfter { get; }
}
