using System.Net.WebSockets;
using System.Threading.Channels;

namespace ReplayExchange;

/// <summary>One connected stream: sends what the replay posts, in order.</summary>
internal sealed class StreamClient
{
    private readonly WebSocket _socket;
    private readonly IReadOnlySet<string> _streams;
    private readonly bool _isCombined;
    private readonly CancellationTokenSource _drop = new();
    private readonly Channel<byte[]> _frames = Channel.CreateUnbounded<byte[]>(new UnboundedChannelOptions { SingleReader = true });

    public StreamClient(WebSocket socket, IReadOnlySet<string> streams, bool isCombined)
    {
        _socket = socket;
        _streams = streams;
        _isCombined = isCombined;
    }

    public void Post(ReplayStep step)
    {
        if (_streams.Contains(step.Market.Stream))
            _frames.Writer.TryWrite(_isCombined ? BinanceMessages.CombinedKline(step) : BinanceMessages.Kline(step));
    }

    public void Post(byte[] frame) => _frames.Writer.TryWrite(frame);

    /// <summary>Cuts the connection as a failing network does: without a closing handshake, losing what was not sent.</summary>
    public void Drop() => _drop.Cancel();

    /// <summary>Serves the client until it leaves or is dropped.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _drop.Token);
        var receiving = ReceiveAsync(end);
        try
        {
            await foreach (var frame in _frames.Reader.ReadAllAsync(end.Token))
                await _socket.SendAsync(frame, WebSocketMessageType.Text, endOfMessage: true, end.Token);
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // The client left, or was dropped.
        }

        _socket.Abort();
        await receiving;
    }

    // Reading is what answers pings and notices that the client has left.
    private async Task ReceiveAsync(CancellationTokenSource end)
    {
        var buffer = new byte[1_024];
        try
        {
            while ((await _socket.ReceiveAsync(buffer.AsMemory(), end.Token)).MessageType != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or WebSocketException)
        {
            // As above.
        }

        await end.CancelAsync();
    }
}
