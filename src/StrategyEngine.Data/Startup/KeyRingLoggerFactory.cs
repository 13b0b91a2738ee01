using Microsoft.Extensions.Logging;

namespace StrategyEngine.Data;

/// <summary>
/// The host's logger factory, which the ring's services must not dispose of, without messages that would repeat the library's or show a
/// key.
/// </summary>
internal sealed class KeyRingLoggerFactory(ILoggerFactory inner) : ILoggerFactory
{
    public void AddProvider(ILoggerProvider provider) => inner.AddProvider(provider);

    public ILogger CreateLogger(string categoryName)
    {
        var logger = inner.CreateLogger(categoryName);
        return categoryName.StartsWith("Microsoft.AspNetCore.DataProtection", StringComparison.Ordinal)
            ? new DiscreetLogger(logger)
            : logger;
    }

    public void Dispose()
    {
    }

    private sealed class DiscreetLogger(ILogger inner) : ILogger
    {
        // The library's message, once per start, takes its place.
        private const string Unprotected = "No XML encryptor configured";

        // The XML of a key, which may be in clear.
        private const string Xml = "<descriptor";

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => inner.BeginScope(state);

        public bool IsEnabled(LogLevel logLevel) => inner.IsEnabled(logLevel);

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
                return;
            var text = formatter(state, exception);
            if (!text.Contains(Unprotected, StringComparison.Ordinal) && !text.Contains(Xml, StringComparison.Ordinal))
                inner.Log(logLevel, eventId, state, exception, formatter);
        }
    }
}
