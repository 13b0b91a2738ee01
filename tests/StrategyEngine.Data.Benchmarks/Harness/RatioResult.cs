namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>What the paired rounds of one ratio measured.</summary>
/// <param name="Name">The ratio.</param>
/// <param name="Unit">What the rates count, in the singular.</param>
/// <param name="Operations">How many of them each round did.</param>
/// <param name="Rounds">How many pairs were timed.</param>
/// <param name="Ratio">The median over the pairs of our rate over the baseline's: above one, ours is faster.</param>
/// <param name="RatioMin">The lowest ratio of a pair.</param>
/// <param name="RatioMax">The highest ratio of a pair.</param>
/// <param name="OursPerSecond">Our median rate.</param>
/// <param name="BaselinePerSecond">The median rate of the baseline.</param>
/// <param name="Ours">What ours was.</param>
/// <param name="Baseline">Which configuration of the baseline was the fastest, and so competed.</param>
/// <param name="Needed">What the median must reach; null if it is only watched.</param>
internal sealed record RatioResult(
    string Name,
    string Unit,
    int Operations,
    int Rounds,
    double Ratio,
    double RatioMin,
    double RatioMax,
    double OursPerSecond,
    double BaselinePerSecond,
    string Ours,
    string Baseline,
    double? Needed) : LineResult(Name)
{
    /// <summary>Whether the median reaches what is needed; null if nothing is.</summary>
    public bool? IsMet => Needed is null ? null : Ratio >= Needed;
}
