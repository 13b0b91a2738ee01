using Microsoft.Data.SqlClient;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.MarketData;

/// <summary>Turns errors of SQL Server into exceptions of the candle table.</summary>
internal static class SqlServerCandleErrors
{
    public static CandleTableException Busy(Exception? cause = null) => new(
        "candles.busy", "Another connection kept the candles locked for too long. Try again, or raise Command Timeout in the connection string.", cause);

    public static CandleTableException Create(SqlException exception) => exception.Number switch
    {
        SqlServerErrors.ConstraintConflict => new CandleTableException(
            "candles.unknown_asset", "The asset of these candles is not in the assets table. Save the Asset before its candles.", exception),
        SqlServerErrors.InvalidObjectName => new CandleTableException(
            "candles.schema_missing", "The database has no candle table. Call MigrationRunner.MigrateAsync first, or turn on MigrateOnStart.", exception),
        SqlServerErrors.FilegroupFull or SqlServerErrors.LogFull => new CandleTableException(
            "candles.disk_full", "The database or its log is full; the batch was rolled back. Make room and write it again.", exception),
        _ => OfKind(exception),
    };

    private static CandleTableException OfKind(SqlException exception) => SqlServerErrors.Classify(exception).Kind switch
    {
        DatabaseErrorKind.Busy or DatabaseErrorKind.Conflict => Busy(exception),

        // Somebody else inserted the same candle: now it is there to be compared.
        DatabaseErrorKind.Duplicate => Busy(exception),
        DatabaseErrorKind.Transient => new CandleTableException(
            "candles.busy", "The connection to SQL Server failed, or timed out. Try again.", exception),
        DatabaseErrorKind.ReadOnly => new CandleTableException(
            "candles.read_only", "The database is read-only. Connect to the primary replica, or make the database writable.", exception),
        DatabaseErrorKind.Corrupt => new CandleTableException(
            "candles.corrupt", "The database is damaged. Run DBCC CHECKDB, and restore it from a backup.", exception),
        DatabaseErrorKind.CannotOpen => new CandleTableException(
            "candles.storage", "The SQL Server database cannot be opened; check the server, the database and the login of the connection string.", exception),
        _ => new CandleTableException("candles.storage", "SQL Server failed the operation; the inner exception says why.", exception),
    };
}
