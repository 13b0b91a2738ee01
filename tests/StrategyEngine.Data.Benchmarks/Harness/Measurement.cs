namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>One figure, of which less is better.</summary>
/// <param name="Figure">The figure.</param>
/// <param name="Unit">What it counts.</param>
/// <param name="Operations">On how many rows it was measured.</param>
/// <param name="Subject">What was measured, and what else was seen.</param>
internal sealed record Measurement(double Figure, string Unit, int Operations, string Subject);
