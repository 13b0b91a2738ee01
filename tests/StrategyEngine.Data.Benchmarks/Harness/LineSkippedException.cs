namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>A line cannot be measured on this machine.</summary>
/// <param name="reason">What it lacks.</param>
internal sealed class LineSkippedException(string reason) : Exception(reason);
