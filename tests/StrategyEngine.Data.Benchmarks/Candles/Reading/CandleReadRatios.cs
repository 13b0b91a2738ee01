using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Candles.Reading;

/// <summary>Reading a range of candles on SQLite.</summary>
internal static class CandleReadRatios
{
    public static IReadOnlyList<RatioDefinition> All { get; } =
    [
        new("candle-read-datareader", reduced => AgainstReaderLoopAsync(reduced ? 100_000 : 1_000_000), 0.80),
        new("candle-read-ef", reduced => AgainstEntityFrameworkAsync(reduced ? 100_000 : 1_000_000), 2),
    ];

    private static async Task<RatioLine> AgainstReaderLoopAsync(int count)
    {
        var range = await CandleRange.CreateAsync(count);
        return new RatioLine("candle-read-datareader", "candle", count, new StoreRead(range),
        [
            new DataReaderLoop(range, parses: false),
            new DataReaderLoop(range, parses: true),
            new StatementLoop(range, byHand: false),
            new StatementLoop(range, byHand: true),
        ],
        range);
    }

    private static async Task<RatioLine> AgainstEntityFrameworkAsync(int count)
    {
        var range = await CandleRange.CreateAsync(count);
        return new RatioLine(
            "candle-read-ef",
            "candle",
            count,
            new StoreRead(range),
            [.. Enum.GetValues<EntityFrameworkReadForm>().Select(form => new EntityFrameworkRead(range, form))],
            range);
    }
}
