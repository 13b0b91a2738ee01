using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Administration;

namespace StrategyEngine.Data.TestProcess;

/// <summary>
/// Backs the database of a folder up into a file, or restores it; prints <c>DONE</c>, or the code of the error and exits with 1.
/// </summary>
internal static class AdministerCommand
{
    public static async Task<int> RunAsync(string folder, Func<DatabaseAdministrator, Task> work)
    {
        var collection = new ServiceCollection();
        collection.AddTradingData(trading => trading
            .UseSqlite($"Data Source={Path.Combine(folder, "trading.db")}")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(folder, "keys")))));
        await using var services = collection.BuildServiceProvider();
        var administrator = services.GetRequiredService<DatabaseAdministrator>();
        Gate.WaitForStart();
        try
        {
            await work(administrator);
            Console.WriteLine("DONE");
            return 0;
        }
        catch (TradingDataException exception)
        {
            Console.WriteLine($"FAILED {exception.Code}");
            Console.Error.WriteLine(exception);
            return 1;
        }
    }
}
