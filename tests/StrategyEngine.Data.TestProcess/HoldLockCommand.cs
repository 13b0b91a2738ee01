using Microsoft.Data.Sqlite;

namespace StrategyEngine.Data.TestProcess;

/// <summary>Writes into the database of a folder and does not commit for a while; says <c>HELD</c> once it has the lock.</summary>
internal static class HoldLockCommand
{
    public static int Run(string folder, int seconds)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "trading.db")};Pooling=False");
        connection.Open();
        Gate.WaitForStart();
        using var transaction = connection.BeginTransaction(deferred: false);
        Console.WriteLine("HELD");
        using var held = new ManualResetEventSlim();
        held.Wait(TimeSpan.FromSeconds(seconds));
        transaction.Rollback();
        return 0;
    }
}
