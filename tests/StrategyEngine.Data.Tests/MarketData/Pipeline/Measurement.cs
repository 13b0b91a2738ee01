using System.Diagnostics.Metrics;

namespace StrategyEngine.Data.Tests.MarketData;

/// <summary>
/// Adds up one instrument of the pipeline while it lives. It hears the whole process, so no other pipeline may run beside.
/// </summary>
internal sealed class Measurement : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly Lock _lock = new();
    private long _sum;

    public Measurement(string instrument)
    {
        _listener.InstrumentPublished = (published, listener) =>
        {
            if (published.Name == instrument)
                listener.EnableMeasurementEvents(published);
        };
        _listener.SetMeasurementEventCallback<long>((_, value, _, _) => Add(value));
        _listener.Start();
    }

    /// <summary>The highest sum so far.</summary>
    public long Peak { get; private set; }

    public async Task WaitForAsync(long sum)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (Peak < sum)
            await Task.Delay(5, deadline.Token);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(long value)
    {
        lock (_lock)
        {
            _sum += value;
            Peak = Math.Max(Peak, _sum);
        }
    }
}
