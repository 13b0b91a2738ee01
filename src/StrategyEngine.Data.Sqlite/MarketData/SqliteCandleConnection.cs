using Microsoft.Data.Sqlite;

using SQLitePCL;

namespace StrategyEngine.Data.Sqlite.MarketData;

/// <summary>Opens connections for the candle table.</summary>
internal static class SqliteCandleConnection
{
    /// <summary>How long a connection waits for a lock: for the default timeout of its connection string, of which 0 is for ever.</summary>
    public static TimeSpan BusyTimeout(string connectionString) =>
        new SqliteConnectionStringBuilder(connectionString).DefaultTimeout is > 0 and var seconds
            ? TimeSpan.FromSeconds(seconds)
            : TimeSpan.MaxValue;

    public static SqliteConnection Open(string connectionString, TimeSpan busyTimeout)
    {
        var connection = new SqliteConnection(connectionString);
        try
        {
            connection.Open();
            raw.sqlite3_busy_timeout(
                connection.Handle!, busyTimeout == TimeSpan.MaxValue ? int.MaxValue : (int)busyTimeout.TotalMilliseconds);
            return connection;
        }
        catch (SqliteException exception)
        {
            connection.Dispose();
            throw SqliteCandleErrors.Create(exception);
        }
    }
}
