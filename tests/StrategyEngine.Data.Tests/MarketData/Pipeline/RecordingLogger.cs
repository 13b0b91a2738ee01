using System.Collections.Concurrent;

using Microsoft.Extensions.Logging;

using StrategyEngine.Data.MarketData.Binance;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>Keeps what was logged.</summary>
internal sealed class RecordingLogger : ILogger<BinanceCandleFeed>
{
    private readonly ConcurrentQueue<string> _messages = new();

    public IReadOnlyCollection<string> Messages => _messages;

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _messages.Enqueue(formatter(state, exception));
}
