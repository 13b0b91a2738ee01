using StrategyEngine.Data.SqlServer;

namespace StrategyEngine.Data;

/// <summary>Chooses SQL Server.</summary>
public static class SqlServerTradingDataBuilderExtensions
{
    /// <summary>Keeps the trading data in a SQL Server database, in the schema <c>trading</c>.</summary>
    /// <remarks>
    /// SQL Server 2016 or later, or Azure SQL. <c>MigrationRunner.MigrateAsync</c> makes the database if it is missing, with
    /// READ_COMMITTED_SNAPSHOT on; turn it on in a database that was there before, so that readers and writers do not wait for each other.
    /// </remarks>
    /// <param name="trading">The builder of <c>AddTradingData</c>.</param>
    /// <param name="connectionString">A connection string of Microsoft.Data.SqlClient that names a server and a database, such as
    /// <c>Server=localhost;Database=trading;Integrated Security=true</c>.</param>
    /// <param name="options">How to work with it, or null for the defaults.</param>
    /// <returns>The same builder.</returns>
    public static TradingDataBuilder UseSqlServer(
        this TradingDataBuilder trading, string connectionString, SqlServerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(trading);
        ArgumentNullException.ThrowIfNull(connectionString);
        return trading.UseProvider(new SqlServerTradingProvider(connectionString, options ?? new SqlServerOptions()));
    }
}
