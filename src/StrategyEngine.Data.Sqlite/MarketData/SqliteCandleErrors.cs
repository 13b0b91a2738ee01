using Microsoft.Data.Sqlite;

using SQLitePCL;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.MarketData;

/// <summary>Turns result codes of SQLite into exceptions of the candle table.</summary>
internal static class SqliteCandleErrors
{
    public static void ThrowIfFailed(int resultCode, sqlite3 database)
    {
        if (resultCode is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
            throw Create(resultCode, database);
    }

    public static CandleTableException Create(int resultCode, sqlite3 database) => Create(SqliteErrors.Read(database, resultCode));

    public static CandleTableException Create(SqliteException exception)
    {
        var kind = SqliteErrors.Classify(exception).Kind;
        return CandleTableException.Of(kind, SqliteErrors.RemedyFor(kind), exception);
    }
}
