using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

using Microsoft.Extensions.Logging;

namespace StrategyEngine.Data.Tests.Encryption;

/// <summary>Writes down as text whatever a process tells about itself: logs, diagnostic events, activities, measurements.</summary>
internal sealed class TelemetryRecorder : ILoggerProvider, IObserver<DiagnosticListener>, IDisposable
{
    private readonly ConcurrentBag<IDisposable> _subscriptions = [];
    private readonly ActivityListener _activities;
    private readonly MeterListener _meters;

    public TelemetryRecorder()
    {
        _subscriptions.Add(DiagnosticListener.AllListeners.Subscribe(this));
        _activities = new ActivityListener
        {
            ShouldListenTo = static _ => true,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Record(
                "activity " + activity.Source.Name,
                $"{activity.DisplayName} {string.Join(' ', activity.TagObjects)} "
                + $"{string.Join(' ', activity.Events.Select(e => e.Name + string.Join(' ', e.Tags)))} {string.Join(' ', activity.Baggage)}"),
        };
        ActivitySource.AddActivityListener(_activities);
        _meters = new MeterListener { InstrumentPublished = static (instrument, listener) => listener.EnableMeasurementEvents(instrument) };
        _meters.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meters.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meters.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _meters.Start();
    }

    /// <summary>What was said, and by whom.</summary>
    public ConcurrentQueue<(string Origin, string Text)> Said { get; } = [];

    public void Record(string origin, string? text) => Said.Enqueue((origin, text ?? ""));

    public ILogger CreateLogger(string categoryName) => new Recorded(this, categoryName);

    public void OnNext(DiagnosticListener value) =>
        _subscriptions.Add(value.Subscribe(new Events(this, value.Name)));

    public void OnCompleted()
    {
    }

    public void OnError(Exception error)
    {
    }

    public void Dispose()
    {
        _meters.RecordObservableInstruments();
        _activities.Dispose();
        _meters.Dispose();
        foreach (var subscription in _subscriptions)
            subscription.Dispose();
    }

    private void Measured<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Record("meter " + instrument.Meter.Name, $"{instrument.Name} {value} {string.Join(' ', tags.ToArray())}");

    private sealed class Events(TelemetryRecorder recorder, string listener) : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value) => recorder.Record($"event {listener} {value.Key}", $"{value.Value}");

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class Recorded(TelemetryRecorder recorder, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull
        {
            recorder.Record("scope " + category, state.ToString());
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            recorder.Record($"log {eventId.Name}", formatter(state, exception) + exception);
            if (state is IEnumerable<KeyValuePair<string, object?>> structured)
                recorder.Record($"log {eventId.Name}", string.Join(' ', structured));
        }
    }
}
