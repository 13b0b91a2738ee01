using Npgsql;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>Turns errors of the server into exceptions of the candle table.</summary>
internal static class PostgreSqlCandleErrors
{
    public static CandleTableException Create(NpgsqlException exception) => (exception as PostgresException)?.SqlState switch
    {
        PostgresErrorCodes.ForeignKeyViolation => new CandleTableException(
            "candles.unknown_asset", "The asset of these candles is not in the assets table. Save the Asset before its candles.", exception),
        PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.InvalidCatalogName => new CandleTableException(
            "candles.schema_missing", "The database has no candle table. Call MigrationRunner.MigrateAsync first, or turn on MigrateOnStart.", exception),
        PostgresErrorCodes.DiskFull => new CandleTableException(
            "candles.disk_full", "The disk of the server is full; the batch was rolled back. Free some space and write it again.", exception),
        PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InsufficientPrivilege => new CandleTableException(
            "candles.read_only", "The role may not use the tables market_data and candle_coverage, or the server is a standby. Grant it SELECT, INSERT, UPDATE and, to remove candles, DELETE on both, or connect to the primary.", exception),
        PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new CandleTableException(
            "candles.corrupt", "The table or its index is damaged. Restore the database from a backup.", exception),
        _ when PostgreSqlErrors.Classify(exception).Kind is DatabaseErrorKind.Busy or DatabaseErrorKind.Conflict or DatabaseErrorKind.Transient => new CandleTableException(
            "candles.busy", "The server could not be reached, or gave the batch up in favour of another writer; it was rolled back. Try again.", exception),
        _ => new CandleTableException("candles.storage", "PostgreSQL failed the operation; the inner exception says why.", exception),
    };
}
