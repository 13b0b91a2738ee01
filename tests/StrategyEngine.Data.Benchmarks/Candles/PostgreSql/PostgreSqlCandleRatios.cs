using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Candles.PostgreSql;

/// <summary>Writing candles on PostgreSQL.</summary>
internal static class PostgreSqlCandleRatios
{
    public static IReadOnlyList<RatioDefinition> All { get; } =
    [
        new("candle-postgresql-upsert", reduced => UpsertAsync(reduced ? 20_000 : 300_000), 0.90),
        new("candle-postgresql-load", reduced => LoadAsync(reduced ? 40_000 : 300_000), 0.90) { RoundsFactor = 3 },
    ];

    // An import that overlaps: of each ten thousand, an eighth is stored as it is, an eighth in a newer state, a quarter in an older one,
    // and half is new.
    private static async Task<RatioLine> UpsertAsync(int count)
    {
        var database = await CandleDatabase.CreateAsync();
        var rows = CandleSeries.Generate(count);
        var stored = rows
            .Select((row, i) => (i % 10_000) switch
            {
                < 1_250 => row,
                < 2_500 => row with { Close = row.Open, Revision = row.Revision + 1 },
                < 5_000 => row with { Close = row.Open, Volume = 1, Closed = false, Revision = row.Revision - 1 },
                _ => default,
            })
            .Where(row => row != default)
            .ToArray();
        return new RatioLine(
            "candle-postgresql-upsert", "candle", count, new StoreMerge(database, stored, rows, inserted: count / 2, updated: count / 4),
        [
            new StagingUpsert(database, stored, rows, CopyForm.Binary),
            new StagingUpsert(database, stored, rows, CopyForm.Binary, ordered: true),
            new StagingUpsert(database, stored, rows, CopyForm.Binary, dropped: true),
            new StagingUpsert(database, stored, rows, CopyForm.BinaryAsync),
            new StagingUpsert(database, stored, rows, CopyForm.Text),
        ],
        database);
    }

    private static async Task<RatioLine> LoadAsync(int count)
    {
        var database = await CandleDatabase.CreateAsync();
        var rows = CandleSeries.Generate(count);
        return new RatioLine(
            "candle-postgresql-load",
            "candle",
            count,
            new StoreMerge(database, [], rows, inserted: count, updated: 0),
            [.. Enum.GetValues<CopyForm>().Select(form => new DirectCopy(database, rows, form))],
            database);
    }
}
