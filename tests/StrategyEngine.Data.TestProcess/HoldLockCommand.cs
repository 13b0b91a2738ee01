using Microsoft.Data.Sqlite;

namespace StrategyEngine.Data.TestProcess;

/// <summary>
/// Writes into the database of a folder and does not commit; says <c>HELD</c> once it has the lock, and lets it go at the next line.
/// </summary>
internal static class HoldLockCommand
{
    public static int Run(string folder)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "trading.db")};Pooling=False");
        connection.Open();
        Gate.WaitForStart();
        using var transaction = connection.BeginTransaction(deferred: false);
        Console.WriteLine("HELD");
        Gate.Await();
        transaction.Rollback();
        return 0;
    }
}
