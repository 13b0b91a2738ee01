using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Records;

/// <summary>Writing records in bulk into an empty table on SQLite.</summary>
internal static class RecordRatios
{
    public static IReadOnlyList<RatioDefinition> All { get; } =
    [
        new("signal-upsert-ef-addrange", reduced => AgainstEntityFrameworkAsync(reduced ? 5_000 : 50_000)),
    ];

    private static async Task<RatioLine> AgainstEntityFrameworkAsync(int count)
    {
        var file = await SignalFile.CreateAsync(count);
        return new RatioLine("signal-upsert-ef-addrange", "signal", count, new WriterUpsert(file),
            [new EntityFrameworkAddRange(file, 1_000), new EntityFrameworkAddRange(file, 10_000)], file);
    }
}
