using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Performance;

/// <summary>Figures of performance: all of them beside reading the trades, and one more trade beside many and few.</summary>
internal static class MetricsRatios
{
    private const int Appended = 10_000;

    public static IReadOnlyList<RatioDefinition> All { get; } =
    [
        new("metrics-recompute", reduced => AgainstReadingAsync(reduced ? 5_000 : 100_000), Needed: 1 / 3.0),
        new("metrics-append", reduced => Task.FromResult(AgainstFew(reduced)), Needed: 1 / 1.2),
    ];

    private static async Task<RatioLine> AgainstReadingAsync(int count)
    {
        var file = await TradeFile.CreateAsync(count);
        return new RatioLine("metrics-recompute", "trade", count, new MeasuredTrades(file), [new ReadTrades(file)], file);
    }

    private static RatioLine AgainstFew(bool reduced) => new(
        "metrics-append",
        "trade",
        Appended,
        new AppendedTrades(reduced ? 100_000 : 1_000_000, Appended),
        [new AppendedTrades(reduced ? 1_000 : 10_000, Appended)]);
}
