using StrategyEngine.Data.Benchmarks.Harness;

namespace StrategyEngine.Data.Benchmarks.Startup;

/// <summary>The first query of a process, and a further database in one that runs.</summary>
internal static class StartupRatios
{
    // A bare context may be 1.3 times as fast.
    private const double NeededOfStart = 0.77;

    // What stays is what Entity Framework and the runtime keep for a while. A model that stayed would be some thousand.
    private const double MostKept = 100;

    public static IReadOnlyList<LineDefinition> All { get; } =
    [
        new RatioDefinition("startup-first-query", _ => CreateStartAsync(), NeededOfStart),
        new RatioDefinition("open-another-database", CreateAnotherAsync),
        new MeasurementDefinition("open-another-memory", AnotherDatabase.MeasureMemoryAsync, MostKept),
    ];

    private static async Task<RatioLine> CreateStartAsync()
    {
        var file = await DeskFile.CreateAsync();
        return new RatioLine(
            "startup-first-query",
            "start",
            1,
            new QueryContender("AddTradingData and the first query in a fresh process", QueryStart.Library, file),
            [new QueryContender("a bare context and its first query in a fresh process", QueryStart.EntityFramework, file)],
            new Shared([file]));
    }

    private static async Task<RatioLine> CreateAnotherAsync(bool reduced)
    {
        var files = new List<DeskFile>();
        for (var i = 0; i < (reduced ? 5 : 20); i++)
            files.Add(await DeskFile.CreateAsync());
        return new RatioLine(
            "open-another-database",
            "database",
            files.Count,
            new AnotherDatabaseContender(
                "AddTradingData on another file, a query with an encrypted value, and the end of its services",
                files,
                file => AnotherDatabase.AskLibraryAsync(file.Folder)),
            [new AnotherDatabaseContender(
                "a bare context on another file, and the same query without the encrypted value",
                files,
                file => AnotherDatabase.AskBareAsync(file.Folder))],
            new Shared(files));
    }

    private sealed class Shared(IReadOnlyList<DeskFile> files) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            foreach (var file in files)
                file.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
