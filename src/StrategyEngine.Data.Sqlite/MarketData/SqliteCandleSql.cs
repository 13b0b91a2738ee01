using System.Globalization;
using System.Text;

namespace StrategyEngine.Data.Sqlite.MarketData;

/// <summary>The statements of the candle table.</summary>
/// <remarks>
/// Parameter 1 is the asset and 2 the timeframe, bound once per batch; each row of an insert takes the next <see cref="ParametersPerRow"/>.
/// </remarks>
internal static class SqliteCandleSql
{
    public const int ParametersPerRow = 10;

    public const string SelectRange =
        """
        SELECT open_time, open, high, low, close, volume, closed, revision, quote_volume, trade_count
        FROM market_data
        WHERE asset_id = ?1 AND timeframe = ?2 AND open_time >= ?3 AND open_time < ?4
        ORDER BY open_time
        """;

    public const string SelectEarliest =
        """
        SELECT open_time, open, high, low, close, volume, closed, revision, quote_volume, trade_count
        FROM market_data
        WHERE asset_id = ?1 AND timeframe = ?2 AND open_time >= ?3
        ORDER BY open_time
        LIMIT ?4
        """;

    public const string SelectLatest =
        """
        SELECT open_time, open, high, low, close, volume, closed, revision, quote_volume, trade_count
        FROM market_data
        WHERE asset_id = ?1 AND timeframe = ?2 AND open_time < ?3
        ORDER BY open_time DESC
        LIMIT ?4
        """;

    public const string Count =
        """
        SELECT COUNT(*)
        FROM market_data
        WHERE asset_id = ?1 AND timeframe = ?2 AND open_time >= ?3 AND open_time < ?4
        """;

    public const string SelectFirst =
        """
        SELECT open_time
        FROM market_data
        WHERE asset_id = ?1 AND timeframe = ?2 AND open_time >= ?3 AND open_time < ?4
        ORDER BY open_time
        LIMIT 1
        """;

    public const string SelectStates =
        """
        SELECT open_time, closed, revision
        FROM market_data
        WHERE asset_id = ?1 AND timeframe = ?2 AND open_time >= ?3 AND open_time <= ?4
        ORDER BY open_time
        """;

    public const string DeleteRange =
        """
        DELETE FROM market_data
        WHERE asset_id = ?1 AND timeframe = ?2 AND open_time >= ?3 AND open_time < ?4
        """;

    public const string SelectBlock =
        """
        SELECT slots
        FROM candle_coverage
        WHERE asset_id = ?1 AND timeframe = ?2 AND block_start = ?3
        """;

    public const string SelectBlocks =
        """
        SELECT block_start, slots
        FROM candle_coverage
        WHERE asset_id = ?1 AND timeframe = ?2 AND block_start >= ?3 AND block_start < ?4
        ORDER BY block_start
        LIMIT ?5
        """;

    public const string ReplaceBlock =
        """
        INSERT INTO candle_coverage (asset_id, timeframe, block_start, slots)
        VALUES (?1, ?2, ?3, ?4)
        ON CONFLICT (asset_id, timeframe, block_start) DO UPDATE SET slots = excluded.slots
        """;

    public const string DeleteBlock =
        """
        DELETE FROM candle_coverage
        WHERE asset_id = ?1 AND timeframe = ?2 AND block_start = ?3
        """;

    /// <summary>Inserts rows, and replaces those whose stored state is older: closed wins, then the higher revision.</summary>
    public static string Upsert(int rows) => InsertInto(rows,
        """
        (asset_id, timeframe, open_time) DO UPDATE SET
            open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
            volume = excluded.volume, closed = excluded.closed, revision = excluded.revision,
            quote_volume = excluded.quote_volume, trade_count = excluded.trade_count
        WHERE (excluded.closed, excluded.revision) > (market_data.closed, market_data.revision)
        """);

    private static string InsertInto(int rows, string onConflict)
    {
        var sql = new StringBuilder(
            """
            INSERT INTO market_data (
                asset_id, timeframe, open_time, open, high, low, close, volume, closed, revision, quote_volume, trade_count)
            VALUES
            """);
        for (var row = 0; row < rows; row++)
        {
            sql.Append(row == 0 ? " (?1, ?2" : ", (?1, ?2");
            for (var parameter = 0; parameter < ParametersPerRow; parameter++)
                sql.Append(CultureInfo.InvariantCulture, $", ?{3 + (row * ParametersPerRow) + parameter}");

            sql.Append(')');
        }

        return sql.Append("\nON CONFLICT ").Append(onConflict).ToString();
    }
}
