namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>A ratio that can be asked for by name.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="CreateAsync">Sets it up, in reduced size if asked.</param>
/// <param name="Needed">What its median must reach; null if it is only watched.</param>
internal sealed record RatioDefinition(string Name, Func<bool, Task<RatioLine>> CreateAsync, double? Needed = null) : LineDefinition(Name)
{
    /// <summary>How many times as many pairs to time as of other lines: more than once if single pairs lie far apart.</summary>
    public int RoundsFactor { get; init; } = 1;

    public override async Task<LineResult> RunAsync(bool reduced, int rounds)
    {
        await using var line = await CreateAsync(reduced);
        return await RatioRunner.RunAsync(line, rounds * RoundsFactor, Needed);
    }
}
