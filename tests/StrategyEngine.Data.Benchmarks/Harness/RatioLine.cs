namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>A comparison of the library with one alternative.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Unit">What is counted, in the singular.</param>
/// <param name="Operations">How many of them each round does.</param>
/// <param name="Library">The library.</param>
/// <param name="Baselines">The alternative, in several configurations; the fastest competes.</param>
/// <param name="Shared">What all of them work on, disposed after them; null if there is nothing.</param>
internal sealed record RatioLine(
    string Name, string Unit, int Operations, Contender Library, IReadOnlyList<Contender> Baselines, IAsyncDisposable? Shared = null)
    : IAsyncDisposable
{
    public async ValueTask DisposeAsync()
    {
        await Library.DisposeAsync();
        foreach (var baseline in Baselines)
            await baseline.DisposeAsync();
        if (Shared is not null)
            await Shared.DisposeAsync();
    }
}
