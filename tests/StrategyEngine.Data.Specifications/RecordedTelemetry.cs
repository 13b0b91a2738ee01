using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace StrategyEngine.Data.Specifications;

/// <summary>Keeps what every meter and activity source of this library tells, in this process.</summary>
public static class RecordedTelemetry
{
    private const string Ours = "StrategyEngine.Data";

    private static readonly ConcurrentDictionary<string, long> Seen = new();
    private static readonly MeterListener Meters = ListenToMeters();
    private static readonly ActivityListener Activities = ListenToActivities();

    /// <summary>Everything told so far: instruments with their tags, activities with their names and tags.</summary>
    public static string Text => string.Join('\n', Seen.Keys);

    /// <summary>Begins to listen, once.</summary>
    public static void Start() => _ = (Meters, Activities);

    private static MeterListener ListenToMeters()
    {
        var listener = new MeterListener
        {
            InstrumentPublished = (instrument, self) =>
            {
                if (instrument.Meter.Name.StartsWith(Ours, StringComparison.Ordinal))
                    self.EnableMeasurementEvents(instrument);
            },
        };
        listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Keep(instrument.Name, tags));
        listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Keep(instrument.Name, tags));
        listener.Start();
        return listener;
    }

    private static ActivityListener ListenToActivities()
    {
        var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name.StartsWith(Ours, StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = activity => Keep(activity.OperationName, activity.TagObjects.ToArray()),
        };
        ActivitySource.AddActivityListener(listener);
        return listener;
    }

    private static void Keep(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        Seen.AddOrUpdate($"{name} {string.Join(' ', tags.ToArray().Select(tag => $"{tag.Key}={tag.Value}"))}", 1, (_, count) => count + 1);
}
