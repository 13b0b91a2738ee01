using Npgsql.EntityFrameworkCore.PostgreSQL.Infrastructure;

using StrategyEngine.Data.PostgreSql;

namespace StrategyEngine.Data;

/// <summary>Chooses PostgreSQL.</summary>
public static class PostgreSqlTradingDataBuilderExtensions
{
    /// <summary>Keeps the trading data in a PostgreSQL database, in the schema <c>trading</c>.</summary>
    /// <remarks>
    /// Needs PostgreSQL 13 or later. Migrating needs a role that may create the schema; everything else works under one with
    /// <c>USAGE</c> on the schema and <c>SELECT, INSERT, UPDATE, DELETE</c> on its tables.
    /// </remarks>
    /// <param name="trading">The builder of <c>AddTradingData</c>.</param>
    /// <param name="connectionString">A connection string of Npgsql, such as
    /// <c>Host=localhost;Database=trading;Username=trading</c>.</param>
    /// <param name="configure">Changes what Npgsql's own <c>UseNpgsql</c> offers, such as <c>npgsql => npgsql.EnableRetryOnFailure()</c>;
    /// null for its defaults.</param>
    /// <returns>The same builder.</returns>
    public static TradingDataBuilder UsePostgreSql(
        this TradingDataBuilder trading, string connectionString, Action<NpgsqlDbContextOptionsBuilder>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(trading);
        ArgumentNullException.ThrowIfNull(connectionString);
        return trading.UseProvider(new PostgreSqlTradingProvider(connectionString, configure));
    }
}
