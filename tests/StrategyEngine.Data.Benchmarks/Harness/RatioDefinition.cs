namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>A ratio that can be asked for by name.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="CreateAsync">Sets it up, in reduced size if asked.</param>
/// <param name="Needed">What its median must reach; null if it is only watched.</param>
internal sealed record RatioDefinition(string Name, Func<bool, Task<RatioLine>> CreateAsync, double? Needed = null) : LineDefinition(Name)
{
    // Long enough for what runs often to be compiled a second time, with optimisations.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ShortWarmUp = TimeSpan.FromSeconds(0.5);

    // At reduced size three pairs are enough to see that a line still runs and is not far off.
    private static readonly TimeSpan ShortPatience = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How many times as many pairs to time as of other lines, at full size: more than once if single pairs lie far apart.
    /// </summary>
    public int RoundsFactor { get; init; } = 1;

    public override async Task<LineResult> RunAsync(bool reduced, int rounds)
    {
        await using var line = await CreateAsync(reduced);
        return reduced
            ? await RatioRunner.RunAsync(line, rounds, Needed, ShortWarmUp, ShortPatience)
            : await RatioRunner.RunAsync(line, rounds * RoundsFactor, Needed, WarmUp);
    }
}
