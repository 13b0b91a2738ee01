using System.Collections.Concurrent;
using System.Globalization;
using System.Net;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace ReplayExchange;

/// <summary>A local venue that replays recorded bars as Binance would: kline streams over WebSocket, and REST klines beside them.</summary>
/// <remarks>
/// Listens on a loopback port that the system chooses. Offers <c>/ws/&lt;stream&gt;</c>, <c>/stream?streams=a/b</c>, <c>/api/v3/klines</c>,
/// <c>/api/v3/ping</c> and <c>/api/v3/time</c>. A stream sends only what happens from its connection on. Thread-safe.
/// </remarks>
public sealed class ReplayExchangeServer : IAsyncDisposable
{
    private const int MaxKlines = 1_000;
    private const int DefaultKlines = 500;

    private readonly ReplayExchangeOptions _options;
    private readonly WebApplication _application;
    private readonly ReplayHistory _history = new();
    private readonly ConcurrentDictionary<StreamClient, byte> _clients = new();
    private readonly TaskCompletionSource _connected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _stop = new();
    private volatile bool _refusesStreams;
    private long _now;
    private int _accepted;
    private int _historyRequests;

    private ReplayExchangeServer(ReplayExchangeOptions options)
    {
        _options = options;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        _application = builder.Build();
        _application.UseWebSockets();
        _application.MapGet("/api/v3/ping", () => Results.Text("{}", "application/json"));
        _application.MapGet(
            "/api/v3/time",
            () => Results.Text(
                string.Create(CultureInfo.InvariantCulture, $"{{\"serverTime\":{Volatile.Read(ref _now)}}}"), "application/json"));
        _application.MapGet("/api/v3/klines", Klines);
        _application.Map("/ws/{stream}", (HttpContext context, string stream) => StreamAsync(context, [stream], isCombined: false));
        _application.Map("/stream", (HttpContext context, string streams) => StreamAsync(context, streams.Split('/'), isCombined: true));
    }

    /// <summary>Where the streams are: <c>ws://127.0.0.1:port</c>.</summary>
    public Uri StreamEndpoint { get; private set; } = null!;

    /// <summary>Where REST is: <c>http://127.0.0.1:port</c>.</summary>
    public Uri RestEndpoint { get; private set; } = null!;

    /// <summary>Completes when the last bar has closed. The server goes on serving.</summary>
    public Task Completion { get; private set; } = Task.CompletedTask;

    /// <summary>How many streams have been opened so far.</summary>
    public int AcceptedConnections => Volatile.Read(ref _accepted);

    /// <summary>How many requests for klines have been answered so far.</summary>
    public int HistoryRequests => Volatile.Read(ref _historyRequests);

    /// <summary>Starts a server.</summary>
    public static async Task<ReplayExchangeServer> StartAsync(ReplayExchangeOptions options, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var server = new ReplayExchangeServer(options);
        await server._application.StartAsync(cancellationToken);
        var address = new Uri(
            server._application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single());
        server.RestEndpoint = address;
        server.StreamEndpoint = new UriBuilder(address) { Scheme = "ws" }.Uri;
        server.Completion = server.ReplayAsync();
        return server;
    }

    /// <summary>Cuts all streams, as a failing network does. The market goes on.</summary>
    public void DropConnections()
    {
        foreach (var client in _clients.Keys)
            client.Drop();
    }

    /// <summary>Sends a text frame to all streams, whatever it says.</summary>
    public void Send(string frame)
    {
        foreach (var client in _clients.Keys)
            client.Post(System.Text.Encoding.UTF8.GetBytes(frame));
    }

    /// <summary>Announces to all streams that the server will shut down, as Binance does before maintenance.</summary>
    public void AnnounceShutdown()
    {
        foreach (var client in _clients.Keys)
            client.Post(BinanceMessages.ServerShutdown(Volatile.Read(ref _now)));
    }

    /// <summary>Stops the replay and the server.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        DropConnections();
        await Completion.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _application.DisposeAsync();
        _stop.Dispose();
    }

    private async Task ReplayAsync()
    {
        var first = _options.Markets[0];
        var start = _options.BarsBefore < first.Bars.Count ? first.Bars[_options.BarsBefore].OpenTime : long.MaxValue;
        var steps = Steps().ToList();
        var position = 0;
        for (; position < steps.Count && steps[position].State.OpenTime < start; position++)
            Apply(steps[position]);

        if (_options.WaitForConnection)
            await _connected.Task.WaitAsync(_stop.Token);

        var started = _options.TimeProvider.GetTimestamp();
        for (; position < steps.Count; position++)
        {
            var step = steps[position];
            await PaceAsync(started, step.EventTime - start);
            ChangeWeather(step);
            Apply(step);
            foreach (var client in _clients.Keys)
                client.Post(step);
        }
    }

    /// <summary>All that will happen, in the order of time.</summary>
    private IEnumerable<ReplayStep> Steps() => _options.Markets
        .SelectMany(
            market => Enumerable.Range(0, market.Bars.Count).SelectMany(bar => BarFormation.Steps(market, bar, _options.OpenStatesPerBar)))
        .OrderBy(step => step.EventTime);

    private void Apply(ReplayStep step)
    {
        _history.Apply(step);
        Volatile.Write(ref _now, step.EventTime);
    }

    private async Task PaceAsync(long started, long elapsedInMarket)
    {
        _stop.Token.ThrowIfCancellationRequested();
        if (double.IsPositiveInfinity(_options.Speed))
        {
            await Task.Yield();
            return;
        }

        var due = TimeSpan.FromMilliseconds(elapsedInMarket / _options.Speed);
        var wait = due - _options.TimeProvider.GetElapsedTime(started);
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, _options.TimeProvider, _stop.Token);
    }

    private void ChangeWeather(ReplayStep step)
    {
        if (step.Market != _options.Markets[0])
            return;

        foreach (var outage in _options.Outages)
        {
            if (step.BarIndex == outage.AtBar + outage.Bars)
                _refusesStreams = false;

            if (step.BarIndex == outage.AtBar && IsFirstState(step))
            {
                _refusesStreams = outage.Bars > 0;
                DropConnections();
            }
        }
    }

    private bool IsFirstState(ReplayStep step) =>
        _options.OpenStatesPerBar == 0
            || (!step.IsFinal
                && step.EventTime == BarFormation.Steps(step.Market, step.BarIndex, _options.OpenStatesPerBar).First().EventTime);

    private async Task StreamAsync(HttpContext context, string[] streams, bool isCombined)
    {
        if (!context.WebSockets.IsWebSocketRequest || _refusesStreams)
        {
            context.Response.StatusCode = _refusesStreams ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status400BadRequest;
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var client = new StreamClient(socket, streams.ToHashSet(), isCombined);
        _clients.TryAdd(client, 0);
        Interlocked.Increment(ref _accepted);
        _connected.TrySetResult();
        await client.RunAsync(_stop.Token);
        _clients.TryRemove(client, out _);
    }

    private IResult Klines(string? symbol, string? interval, long? startTime, long? endTime, int? limit)
    {
        Interlocked.Increment(ref _historyRequests);
        if (!_options.Markets.Any(market => market.Symbol == symbol))
            return Error(-1121, "Invalid symbol.");

        if (_options.Markets.FirstOrDefault(market => market.Symbol == symbol && market.Interval == interval) is not { } known)
            return Error(-1120, "Invalid interval.");

        var bars = _history.Bars(known, startTime, endTime, Math.Clamp(limit ?? DefaultKlines, 1, MaxKlines));
        return Results.Bytes(BinanceMessages.Klines(known, bars), "application/json");
    }

    private static IResult Error(int code, string message) =>
        Results.Text(
            string.Create(CultureInfo.InvariantCulture, $"{{\"code\":{code},\"msg\":\"{message}\"}}"),
            "application/json",
            statusCode: StatusCodes.Status400BadRequest);
}
