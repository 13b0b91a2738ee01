namespace StrategyEngine.Data.MarketData;

/// <summary>One live connection to a venue.</summary>
public interface ICandleFeedConnection : IAsyncDisposable
{
    /// <summary>Reads what the venue sends until the connection ends. May be called once.</summary>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>States of candles in the order of arrival. While the consumer does not ask for the next, nothing is read from the
    /// connection.</returns>
    /// <exception cref="CandleFeedException">The connection broke.</exception>
    IAsyncEnumerable<FeedCandle> ReadAsync(CancellationToken cancellationToken = default);
}
