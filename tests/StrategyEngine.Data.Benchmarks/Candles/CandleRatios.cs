using LinqToDB.Data;

using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>Writing candles on SQLite.</summary>
internal static class CandleRatios
{
    public static IReadOnlyList<RatioDefinition> All { get; } =
    [
        new("candle-upsert-prepared-loop", reduced => AgainstPreparedLoopAsync(reduced ? 200_000 : 1_000_000), 0.80),
        new("candle-upsert-ef-addrange", reduced => AgainstEntityFrameworkAsync(reduced ? 8_000 : 100_000), 10),
        new("candle-upsert-linq2db", reduced => AgainstLinq2DbAsync(reduced ? 25_000 : 1_000_000), 2),
        new("candle-upsert-shuffled", reduced => ShuffledAsync(reduced ? 300_000 : 1_000_000), 0.5),
        new("candle-upsert-stored-20m", reduced => StoredAsync("candle-upsert-stored-20m", reduced, inTheMidst: false), 0.85),
        new("candle-upsert-stored-20m-midst", reduced => StoredAsync("candle-upsert-stored-20m-midst", reduced, inTheMidst: true)),
    ];

    private static async Task<RatioLine> AgainstPreparedLoopAsync(int count)
    {
        var file = await CandleFile.CreateAsync();
        var rows = CandleSeries.Generate(count);
        return new RatioLine("candle-upsert-prepared-loop", "candle", count, new StoreUpsert(file, rows),
        [
            new PreparedLoop(file, rows, rowsPerStatement: 1, rowsPerTransaction: 10_000),
            new PreparedLoop(file, rows, rowsPerStatement: 50, rowsPerTransaction: 10_000),
            new PreparedLoop(file, rows, rowsPerStatement: 50, rowsPerTransaction: 10_000, updates: false),
            new PreparedLoop(file, rows, rowsPerStatement: 50, rowsPerTransaction: count),
            new PreparedLoop(file, rows, rowsPerStatement: 250, rowsPerTransaction: 10_000),
        ],
        file);
    }

    private static async Task<RatioLine> AgainstEntityFrameworkAsync(int count)
    {
        var file = await CandleFile.CreateAsync();
        var rows = CandleSeries.Generate(count);
        var candles = Array.ConvertAll(rows, row => new PlainCandle(row));
        return new RatioLine("candle-upsert-ef-addrange", "candle", count, new StoreUpsert(file, rows),
        [
            new EntityFrameworkAddRange(file, candles, rowsPerContext: count, batchSize: 1_000),
            new EntityFrameworkAddRange(file, candles, rowsPerContext: 1_000, batchSize: 1_000),
            new EntityFrameworkAddRange(file, candles, rowsPerContext: 1_000, batchSize: 50),
            new EntityFrameworkAddRange(file, candles, rowsPerContext: 10_000, batchSize: 1),
        ],
        file);
    }

    private static async Task<RatioLine> AgainstLinq2DbAsync(int count)
    {
        var file = await CandleFile.CreateAsync();
        var rows = CandleSeries.Generate(count);
        var candles = Array.ConvertAll(rows, row => new PlainCandle(row));
        return new RatioLine("candle-upsert-linq2db", "candle", count, new StoreUpsert(file, rows),
        [
            new Linq2DbBulkCopy(file, candles, BulkCopyType.MultipleRows, batchSize: 1_000, parameters: false),
            new Linq2DbBulkCopy(file, candles, BulkCopyType.MultipleRows, batchSize: 100, parameters: true),
            new Linq2DbBulkCopy(file, candles, BulkCopyType.MultipleRows, batchSize: 1_000, parameters: true),
            new Linq2DbBulkCopy(file, candles, BulkCopyType.RowByRow, batchSize: 1, parameters: true),
        ],
        file);
    }

    private static async Task<RatioLine> ShuffledAsync(int count)
    {
        var file = await CandleFile.CreateAsync();
        var rows = CandleSeries.Generate(count);
        return new RatioLine(
            "candle-upsert-shuffled",
            "candle",
            count,
            new StoreUpsert(file, CandleSeries.Shuffle(rows), ", shuffled"),
            [new StoreUpsert(file, rows, ", sorted")],
            file);
    }

    private static async Task<RatioLine> StoredAsync(string name, bool reduced, bool inTheMidst)
    {
        var (stored, count) = reduced ? (1_000_000, 60_000) : (20_000_000, 1_000_000);
        var minutes = inTheMidst ? StoredCandles.OfEach(stored) : 0;
        var (full, empty) = (await StoredCandles.CreateAsync(stored, minutes), await StoredCandles.CreateAsync(0, minutes));
        var rows = CandleSeries.Stream(count, minutes).ToArray();
        return new RatioLine(
            name,
            "candle",
            count,
            new StoreUpsert(full, rows, $" beside {stored} stored"),
            [new StoreUpsert(empty, rows, " into an empty table")],
            new CandleFiles(full, empty));
    }
}
