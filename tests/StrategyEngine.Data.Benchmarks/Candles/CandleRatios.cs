using LinqToDB.Data;
using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Candles;

/// <summary>Writing candles into an empty table on SQLite.</summary>
internal static class CandleRatios
{
    public static IReadOnlyList<RatioDefinition> All { get; } =
    [
        new("candle-upsert-prepared-loop", reduced => AgainstPreparedLoopAsync(reduced ? 60_000 : 500_000)),
        new("candle-upsert-ef-addrange", reduced => AgainstEntityFrameworkAsync(reduced ? 8_000 : 100_000)),
        new("candle-upsert-linq2db", reduced => AgainstLinq2DbAsync(reduced ? 25_000 : 250_000)),
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
}
