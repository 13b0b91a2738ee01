namespace StrategyEngine.Data.Benchmarks.Candles.Space;

/// <summary>Looks at the memory of this process a hundred times a second, and keeps the highest it saw above what it began with.</summary>
internal sealed class MemoryPeaks : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(10);

    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _thread;
    private readonly long _residentAtStart;
    private readonly long _managedAtStart;

    public MemoryPeaks()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        (_residentAtStart, _managedAtStart) = (Environment.WorkingSet, GC.GetTotalMemory(forceFullCollection: false));
        _thread = new Thread(Watch);
        _thread.Start();
    }

    /// <summary>Bytes of memory that the process had in use.</summary>
    public long Resident { get; private set; }

    /// <summary>Bytes of the managed heap, what is garbage but not yet collected included.</summary>
    public long Managed { get; private set; }

    /// <summary>Looks for the last time.</summary>
    public void Dispose()
    {
        _ended.Set();
        _thread.Join();
        _ended.Dispose();
    }

    private void Watch()
    {
        do
        {
            Resident = Math.Max(Resident, Environment.WorkingSet - _residentAtStart);
            Managed = Math.Max(Managed, GC.GetTotalMemory(forceFullCollection: false) - _managedAtStart);
        }
        while (!_ended.Wait(Interval));
    }
}
