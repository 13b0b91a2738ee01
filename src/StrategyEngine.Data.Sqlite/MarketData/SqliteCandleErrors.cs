using Microsoft.Data.Sqlite;
using SQLitePCL;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.MarketData;

/// <summary>Turns result codes of SQLite (https://sqlite.org/rescode.html) into exceptions.</summary>
internal static class SqliteCandleErrors
{
    public static void ThrowIfFailed(int resultCode, sqlite3 database)
    {
        if (resultCode is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw Create(resultCode, database);
    }

    public static CandleTableException Create(int resultCode, sqlite3 database)
    {
        var extended = raw.sqlite3_extended_errcode(database);
        var text = raw.sqlite3_errmsg(database).utf8_to_string();
        var inner = new SqliteException($"SQLite Error {resultCode}: '{text}'.", resultCode, extended);
        return (resultCode & 0xFF) switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED => new CandleTableException(
                "candles.busy", "Another connection kept the database locked for longer than the default timeout of the connection string. Try again, or raise it.", inner),
            raw.SQLITE_CONSTRAINT when extended == raw.SQLITE_CONSTRAINT_FOREIGNKEY => new CandleTableException(
                "candles.unknown_asset", "The asset of these candles is not in the assets table. Save the Asset before its candles.", inner),
            raw.SQLITE_ERROR when text.StartsWith("no such table", StringComparison.Ordinal) => new CandleTableException(
                "candles.schema_missing", "The database has no candle table. Call MigrationRunner.MigrateAsync first, or turn on MigrateOnStart.", inner),
            raw.SQLITE_FULL => new CandleTableException(
                "candles.disk_full", "The disk is full; the batch was rolled back. Free some space and write it again.", inner),
            raw.SQLITE_READONLY => new CandleTableException(
                "candles.read_only", "The database file, or its folder, cannot be written. Check the permissions and the Mode of the connection string.", inner),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB => new CandleTableException(
                "candles.corrupt", "The file is damaged or is no SQLite database. Restore it from a backup.", inner),
            _ => new CandleTableException("candles.storage", "SQLite failed the operation; the inner exception says why.", inner),
        };
    }
}
