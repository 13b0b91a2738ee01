using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>A venue's candles: a live stream, and the history beside it.</summary>
/// <remarks>
/// A feed only connects and decodes. Reconnecting, filling what was missed, checking and storing are the pipeline's part.
/// Implementations are thread-safe.
/// </remarks>
public interface ICandleFeed
{
    /// <summary>The venue's name in lower case, such as <c>binance</c>: a tag of logs and metrics.</summary>
    string Exchange { get; }

    /// <summary>Opens one connection and subscribes to the series; when it returns, no later update is missed.</summary>
    /// <param name="series">What to subscribe to.</param>
    /// <param name="cancellationToken">Cancels the attempt.</param>
    /// <exception cref="CandleFeedException">The venue cannot be reached or refuses.</exception>
    Task<ICandleFeedConnection> ConnectAsync(IReadOnlyCollection<VenueSeries> series, CancellationToken cancellationToken = default);

    /// <summary>Reads candles of the past in ascending order of open time.</summary>
    /// <param name="series">What to read.</param>
    /// <param name="fromOpenTime">The first open time, inclusive, in Unix milliseconds.</param>
    /// <param name="toOpenTime">The last open time, exclusive, in Unix milliseconds; <see cref="long.MaxValue"/> for all there are.</param>
    /// <param name="cancellationToken">Ends the enumeration.</param>
    /// <returns>
    /// Candles of which <see cref="CandleRow.Closed"/> is true only if the venue proves it, by a flag or by a candle that follows.
    /// The clock of this machine is no proof. The last candle may come as open although it is closed.
    /// </returns>
    /// <exception cref="CandleFeedException">The venue cannot be reached, refuses, or answers what cannot be read.</exception>
    IAsyncEnumerable<CandleRow> ReadHistoryAsync(
        VenueSeries series, long fromOpenTime, long toOpenTime, CancellationToken cancellationToken = default);
}
