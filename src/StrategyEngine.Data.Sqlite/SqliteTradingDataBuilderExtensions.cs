using StrategyEngine.Data.Sqlite;

namespace StrategyEngine.Data;

/// <summary>Chooses SQLite.</summary>
public static class SqliteTradingDataBuilderExtensions
{
    /// <summary>Keeps the trading data in a SQLite file: the embedded default.</summary>
    /// <remarks>
    /// The file is used in WAL mode, with foreign keys enforced and <c>synchronous=FULL</c>; several processes of one machine may share it.
    /// It must lie on a local disk, because WAL does not work over a network file system.
    /// </remarks>
    /// <param name="trading">The builder of <c>AddTradingData</c>.</param>
    /// <param name="connectionString">A connection string of Microsoft.Data.Sqlite, such as <c>Data Source=trading.db</c>.
    /// <c>Default Timeout</c> is how many seconds a statement waits for another writer. 30 by default.</param>
    /// <returns>The same builder.</returns>
    public static TradingDataBuilder UseSqlite(this TradingDataBuilder trading, string connectionString)
    {
        ArgumentNullException.ThrowIfNull(trading);
        ArgumentNullException.ThrowIfNull(connectionString);
        return trading.UseProvider(new SqliteTradingProvider(connectionString));
    }
}
