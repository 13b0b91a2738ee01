using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Migrations;

/// <summary>Bringing an empty file up to date, and finding that nothing is pending.</summary>
internal static class MigrationRatios
{
    public static IReadOnlyList<RatioDefinition> All { get; } =
    [
        new("migrate-empty",
            _ => Task.FromResult(
                new RatioLine(
                    "migrate-empty",
                    "start",
                    1,
                    new StartContender("MigrationRunner.MigrateAsync in a fresh process", MigrationStart.Library),
                    [new StartContender("Database.MigrateAsync and the first keys in a fresh process", MigrationStart.EntityFramework)]))),
        new("migrate-nothing", CreateNothingAsync),
    ];

    private static async Task<RatioLine> CreateNothingAsync(bool reduced)
    {
        var file = await MigratedFile.CreateAsync();
        var calls = reduced ? 200 : 1000;
        return new RatioLine("migrate-nothing", "call", calls, new RunnerLook(file, calls), [new HistoryLook(file, calls)], file);
    }
}
