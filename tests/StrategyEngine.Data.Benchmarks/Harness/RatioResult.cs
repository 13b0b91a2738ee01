namespace StrategyEngine.Data.Benchmarks.Harness;

/// <summary>What the paired rounds of one ratio measured.</summary>
/// <param name="Name">The ratio.</param>
/// <param name="Unit">What the rates count, in the singular.</param>
/// <param name="Operations">How many of them each round did.</param>
/// <param name="Rounds">How many pairs were timed.</param>
/// <param name="Ratio">The median over the pairs of the library's rate over the baseline's: above one, the library is faster.</param>
/// <param name="RatioMin">The lowest ratio of a pair.</param>
/// <param name="RatioMax">The highest ratio of a pair.</param>
/// <param name="LibraryPerSecond">The median rate of the library.</param>
/// <param name="BaselinePerSecond">The median rate of the baseline.</param>
/// <param name="Library">What ran of the library.</param>
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
    double LibraryPerSecond,
    double BaselinePerSecond,
    string Library,
    string Baseline,
    double? Needed) : LineResult(Name)
{
    /// <summary>Whether the median reaches what is needed; null if nothing is.</summary>
    public bool? IsMet => Needed is null ? null : Ratio >= Needed;
}
