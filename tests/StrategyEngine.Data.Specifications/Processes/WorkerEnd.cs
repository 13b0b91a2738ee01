namespace StrategyEngine.Data.Specifications.Processes;

/// <summary>How a job of a worker ended.</summary>
/// <param name="ExitCode">What a process of its own would have ended with.</param>
/// <param name="Errors">What it wrote to its error stream.</param>
internal sealed record WorkerEnd(int ExitCode, string Errors);
