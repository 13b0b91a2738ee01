namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>A line that was not measured.</summary>
/// <param name="Name">The line.</param>
/// <param name="Skipped">What the machine lacks.</param>
internal sealed record SkippedResult(string Name, string Skipped) : LineResult(Name);
