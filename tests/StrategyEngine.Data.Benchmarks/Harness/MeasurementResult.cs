namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>A figure that is no ratio of rates, with its bound.</summary>
/// <param name="Name">The line.</param>
/// <param name="Unit">What the figure counts.</param>
/// <param name="Operations">On how many rows it was measured.</param>
/// <param name="Figure">The figure.</param>
/// <param name="AtMost">What it must not exceed.</param>
/// <param name="Subject">What was measured, and what else was seen.</param>
internal sealed record MeasurementResult(string Name, string Unit, int Operations, double Figure, double AtMost, string Subject)
    : LineResult(Name)
{
    /// <summary>Whether the figure stays within its bound.</summary>
    public bool IsMet => Figure <= AtMost;
}
