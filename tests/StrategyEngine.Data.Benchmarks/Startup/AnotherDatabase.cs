using System.Globalization;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Benchmarks.Harness;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Benchmarks.Startup;

/// <summary>
/// Opening a second and further database in one process: what the library does for it, what a bare context does, and what stays in memory.
/// </summary>
internal static class AnotherDatabase
{
    public const string Command = "another-database";

    private const int Warm = 10;

    /// <summary>Opens a file with its services and keys, reads the strategy with its encrypted configuration, and closes it.</summary>
    public static async Task<string> AskLibraryAsync(string folder)
    {
        await using var services = DeskFile.BuildServices(folder);
        await using var context = await services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync();
        var strategy = await context.Strategies.AsNoTracking().SingleAsync();
        return strategy.Config["lookback"]!.GetValue<int>() == 20
            ? strategy.Name
            : throw new InvalidOperationException("Another configuration was read.");
    }

    public static async Task<string> AskBareAsync(string folder)
    {
        await using var context = new BareTradingContext(DeskFile.ConnectionString(folder));
        return (await context.Strategies.AsNoTracking().SingleAsync()).Name;
    }

    /// <summary>
    /// What a fresh process does: opens a file again and again, each time with new services and keys, and prints how much the managed heap
    /// has grown for each.
    /// </summary>
    public static async Task<int> RunAsync(string folder, int count)
    {
        for (var i = 0; i < Warm; i++)
            await AskLibraryAsync(folder);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var i = 0; i < count; i++)
            await AskLibraryAsync(folder);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture, $"{(GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count / 1e3:0.0}"));
        return 0;
    }

    public static async Task<Measurement> MeasureMemoryAsync(bool reduced)
    {
        using var file = await DeskFile.CreateAsync();
        var count = reduced ? 50 : 200;
        var grown = double.Parse(
            await ChildProcess.RunAsync(Command, file.Folder, count.ToString(CultureInfo.InvariantCulture)), CultureInfo.InvariantCulture);
        return new Measurement(
            grown, "kB", count, "growth of the managed heap for each database that is opened, asked and closed, after the tenth");
    }
}
