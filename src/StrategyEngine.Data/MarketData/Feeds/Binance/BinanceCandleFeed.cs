using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData.Binance;

/// <summary>Spot candles of Binance: the kline streams, and <c>GET /api/v3/klines</c> for the past.</summary>
/// <remarks>
/// https://developers.binance.com/docs/binance-spot-api-docs. Public data: no API key. Symbols are in upper case (<c>BTCUSDT</c>). The
/// revision of a live candle is the venue's event time, that of a past one its close time. Thread-safe.
/// </remarks>
[DebuggerDisplay("BinanceCandleFeed of {_options.RestEndpoint.Host,nq}")]
public sealed class BinanceCandleFeed : ICandleFeed, IDisposable
{
    internal const string Name = "binance";

    private const int MaxStreams = 1_024;
    private const int MaxKlines = 1_000;
    private const HttpStatusCode Banned = (HttpStatusCode)418;

    private readonly BinanceCandleFeedOptions _options;
    private readonly ILogger _logger;
    private readonly HttpClient _http;

    /// <summary>Creates the feed; nothing is opened.</summary>
    /// <param name="options">The settings; null for the public endpoints.</param>
    /// <param name="logger">Told about frames that cannot be decoded; null for none.</param>
    /// <exception cref="OptionsOutOfRangeException">A setting is out of its range; the message names every one that is. Code
    /// <c>feed.options</c>.</exception>
    public BinanceCandleFeed(BinanceCandleFeedOptions? options = null, ILogger<BinanceCandleFeed>? logger = null)
    {
        OptionRanges.Demand(options);
        _options = options?.Copy() ?? new BinanceCandleFeedOptions();
        _logger = logger ?? NullLogger<BinanceCandleFeed>.Instance;

        // Connections are renewed now and then, so that a change of the venue's addresses is noticed.
        var handler = new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            AutomaticDecompression = DecompressionMethods.All
        };
        _http = new HttpClient(handler) { BaseAddress = _options.RestEndpoint, Timeout = _options.Timeout };
    }

    /// <inheritdoc/>
    public string Exchange => Name;

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">There are more than the 1,024 streams that one connection carries.</exception>
    public async Task<ICandleFeedConnection> ConnectAsync(
        IReadOnlyCollection<VenueSeries> series, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(series.Count, MaxStreams, nameof(series));
        var address = new Uri(_options.StreamEndpoint, $"/stream?streams={string.Join('/', series.Select(StreamName))}");
        var socket = new ClientWebSocket();
        socket.Options.KeepAliveInterval = _options.KeepAlive;
        socket.Options.KeepAliveTimeout = _options.KeepAlive;
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_options.Timeout);
        try
        {
            await socket.ConnectAsync(address, timeout.Token).ConfigureAwait(false);
            return new BinanceConnection(socket, _logger);
        }
        catch (Exception exception)
        {
            socket.Dispose();
            if (exception is WebSocketException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
                throw new CandleFeedException("feed.unreachable", "The streams of Binance cannot be reached.", exception);

            throw;
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<CandleRow> ReadHistoryAsync(
        VenueSeries series, long fromOpenTime, long toOpenTime, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(series);
        CandleRow? unproven = null;
        List<CandleRow> page;
        do
        {
            page = await GetKlinesAsync(series, fromOpenTime, cancellationToken).ConfigureAwait(false);
            foreach (var row in page)
            {
                // No flag says what is closed, but the candle that follows does; it may lie beyond the range.
                if (unproven is { } previous)
                    yield return previous with { Closed = true };

                if (row.OpenTime >= toOpenTime)
                    yield break;

                unproven = row;
                fromOpenTime = row.OpenTime + 1;
            }
        }
        while (page.Count == MaxKlines);

        // Older than any state that the stream sends of it.
        if (unproven is { } last)
            yield return last with { Revision = last.OpenTime };
    }

    /// <summary>Closes idle REST connections.</summary>
    public void Dispose() => _http.Dispose();

    private static string StreamName(VenueSeries series) =>
        $"{Uri.EscapeDataString(series.Symbol.ToLowerInvariant())}@kline_{BinanceInterval.Format(series.Timeframe)}";

    private async Task<List<CandleRow>> GetKlinesAsync(VenueSeries series, long fromOpenTime, CancellationToken cancellationToken)
    {
        var query = string.Create(
            CultureInfo.InvariantCulture,
            $"/api/v3/klines?symbol={Uri.EscapeDataString(series.Symbol)}&interval={BinanceInterval.Format(series.Timeframe)}&startTime={Math.Max(fromOpenTime, 0)}&limit={MaxKlines}");
        try
        {
            using var response = await _http.GetAsync(new Uri(query, UriKind.Relative), cancellationToken).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
                throw Refusal(response);

            return BinanceKlinesDecoder.Decode(await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false));
        }
        catch (Exception exception) when (
            exception is HttpRequestException || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw new CandleFeedException("feed.unreachable", "The REST interface of Binance cannot be reached.", exception);
        }
    }

    private static CandleFeedException Refusal(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return response.StatusCode is HttpStatusCode.TooManyRequests or Banned
            ? new CandleFeedException(
                "feed.rate_limited",
                $"Binance limits the rate of requests (HTTP {status}).",
                retryAfter: response.Headers.RetryAfter?.Delta)
            : new CandleFeedException(
                "feed.refused", $"Binance refused a request for klines (HTTP {status}); check the symbol and the timeframe.");
    }
}
