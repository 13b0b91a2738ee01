namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>A line of the report that can be asked for by name.</summary>
/// <param name="Name">What it is called on the command line.</param>
internal abstract record LineDefinition(string Name)
{
    /// <summary>Sets it up, measures it and cleans up, when its turn comes.</summary>
    /// <param name="reduced">Whether to measure in reduced size.</param>
    /// <param name="rounds">How many pairs of a ratio to time.</param>
    /// <exception cref="LineSkippedException">The machine lacks what it needs.</exception>
    public abstract Task<LineResult> RunAsync(bool reduced, int rounds);
}
