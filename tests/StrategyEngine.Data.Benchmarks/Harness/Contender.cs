namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>One way to do the work of a ratio.</summary>
internal abstract class Contender(string name) : IAsyncDisposable
{
    /// <summary>What it is and how it is configured.</summary>
    public string Name { get; } = name;

    /// <summary>Brings back the state before the work; not timed.</summary>
    public virtual Task PrepareAsync() => Task.CompletedTask;

    /// <summary>The work; timed.</summary>
    public abstract Task RunAsync();

    /// <summary>How long the last run took, if it knows that better than whoever waited for it.</summary>
    public virtual TimeSpan? Elapsed => null;

    /// <summary>Reads back what was done; not timed. Contenders of one ratio that differ here did not do the same work.</summary>
    public abstract Task<string> DigestAsync();

    public abstract ValueTask DisposeAsync();
}
