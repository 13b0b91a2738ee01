namespace StrategyEngine.Data.Tests.Readme;

/// <summary>How a program ended and what it printed.</summary>
internal sealed record ReadmeRun(int ExitCode, string Output, string Errors);
