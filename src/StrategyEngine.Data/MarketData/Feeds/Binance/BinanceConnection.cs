using System.Buffers;
using System.Net.WebSockets;
using System.Runtime.CompilerServices;

using Microsoft.Extensions.Logging;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Binance;

/// <summary>One open stream.</summary>
internal sealed class BinanceConnection : ICandleFeedConnection
{
    private const int MaxFrameLength = 1 << 20;
    private const int ReceiveLength = 16 * 1024;

    private readonly WebSocket _socket;
    private readonly ILogger _logger;
    private readonly ArrayBufferWriter<byte> _frame = new(ReceiveLength);

    public BinanceConnection(WebSocket socket, ILogger logger)
    {
        _socket = socket;
        _logger = logger;
    }

    public async IAsyncEnumerable<FeedCandle> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await ReceiveAsync(cancellationToken).ConfigureAwait(false))
        {
            switch (BinanceFrameDecoder.Decode(_frame.WrittenSpan))
            {
                case BinanceFrame.Kline kline:
                    yield return kline.Candle;
                    break;
                case BinanceFrame.ServerShutdown:
                    Log.FeedShutdownAnnounced(_logger, BinanceCandleFeed.Name);
                    yield break;
                case BinanceFrame.Malformed malformed:
                    MarketDataMetrics.Unreadable(BinanceCandleFeed.Name);
                    Log.FrameUnreadable(_logger, BinanceCandleFeed.Name, malformed.Problem);
                    break;
                case BinanceFrame.Other other:
                    Log.FrameIgnored(_logger, BinanceCandleFeed.Name, other.Kind);
                    break;
            }
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>Receives one whole frame.</summary>
    /// <returns>False if the venue closed the connection.</returns>
    private async Task<bool> ReceiveAsync(CancellationToken cancellationToken)
    {
        _frame.ResetWrittenCount();
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(_frame.GetMemory(ReceiveLength), cancellationToken).ConfigureAwait(false);
                if (received.MessageType == WebSocketMessageType.Close)
                    return false;

                _frame.Advance(received.Count);
                if (received.EndOfMessage)
                    return true;

                if (_frame.WrittenCount > MaxFrameLength)
                    throw new CandleFeedException("feed.malformed", $"Binance sent a frame of more than {MaxFrameLength} bytes.");
            }
        }
        catch (WebSocketException exception)
        {
            throw new CandleFeedException("feed.disconnected", "The stream from Binance broke.", exception);
        }
    }
}
