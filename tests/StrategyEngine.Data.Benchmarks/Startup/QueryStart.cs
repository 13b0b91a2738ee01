using System.Diagnostics;
using System.Globalization;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Benchmarks.Startup;

/// <summary>
/// What a fresh process does: asks a migrated file for the assets of one exchange, and prints after how many microseconds it had them, and
/// which.
/// </summary>
internal static class QueryStart
{
    public const string Command = "query-start", Library = "library", EntityFramework = "ef";

    public static async Task<int> RunAsync(string way, string folder)
    {
        var started = Stopwatch.GetTimestamp();
        var found = way == Library ? await AskLibraryAsync(folder) : await AskBareAsync(folder);
        var elapsed = Stopwatch.GetElapsedTime(started);
        Console.WriteLine(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(long)elapsed.TotalMicroseconds} "
                + $"{string.Join(',', found.Select(asset => $"{asset.Id} {asset.Symbol} {asset.AssetClass} {asset.CreatedAt:O}"))}"));
        return 0;
    }

    private static async Task<List<Asset>> AskLibraryAsync(string folder)
    {
        await using var services = DeskFile.BuildServices(folder);
        await using var context = await services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync();
        return await FindAsync(context.Assets);
    }

    private static async Task<List<Asset>> AskBareAsync(string folder)
    {
        await using var context = new BareTradingContext(DeskFile.ConnectionString(folder));
        return await FindAsync(context.Assets);
    }

    private static Task<List<Asset>> FindAsync(IQueryable<Asset> assets)
    {
        var exchange = "binance";
        return assets.Where(asset => asset.Exchange == exchange).OrderBy(asset => asset.Symbol).ToListAsync();
    }
}
