using Microsoft.Data.Sqlite;

using SQLitePCL;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.MarketData;

/// <summary>Reads candles and their coverage in one read transaction, whose snapshot both are of.</summary>
internal static class SqliteSliceReader
{
    public static CandleSlice Read(string connectionString, CandleRange range)
    {
        using var connection = Open(connectionString);
        var database = connection.Handle!;
        SqliteCandleErrors.ThrowIfFailed(raw.sqlite3_exec(database, "BEGIN"), database);
        try
        {
            return SqliteCoverage.ReadSlice(database, range);
        }
        finally
        {
            raw.sqlite3_exec(database, "COMMIT");
        }
    }

    public static IReadOnlyList<CandleCoverageBlock> ReadCoverage(string connectionString, CandleRange range, int count)
    {
        using var connection = Open(connectionString);
        return SqliteCoverage.Read(connection.Handle!, range, count);
    }

    private static SqliteConnection Open(string connectionString) =>
        SqliteCandleConnection.Open(connectionString, SqliteCandleConnection.BusyTimeout(connectionString));
}
