namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>A ratio that can be asked for by name; it is set up when its turn comes.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="CreateAsync">Sets it up, in reduced size if asked.</param>
internal sealed record RatioDefinition(string Name, Func<bool, Task<RatioLine>> CreateAsync);
