namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>The statements of the candle table.</summary>
internal static class PostgreSqlCandleSql
{
    public const string SelectRange =
        $"""
        SELECT open_time, open, high, low, close, volume, closed, revision
        FROM {Table}
        WHERE asset_id = @asset_id AND timeframe = @timeframe AND open_time >= @from AND open_time < @to
        ORDER BY open_time
        """;

    public const string SelectLatest =
        $"""
        SELECT open_time, open, high, low, close, volume, closed, revision
        FROM {Table}
        WHERE asset_id = @asset_id AND timeframe = @timeframe AND open_time < @before
        ORDER BY open_time DESC
        LIMIT @count
        """;

    public const string Count =
        $"""
        SELECT COUNT(*)
        FROM {Table}
        WHERE asset_id = @asset_id AND timeframe = @timeframe AND open_time >= @from AND open_time < @to
        """;

    private const string Table = $"{PostgreSqlTradingProvider.Schema}.market_data";

    /// <summary>Merges a batch and answers with how many rows were inserted, and how many updated.</summary>
    public const string Merge = $"{MergeBatch} SELECT (SELECT COUNT(*) FROM inserted), (SELECT COUNT(*) FROM updated)";

    /// <summary>Merges a batch and answers with the open times of the rows that changed, and whether each was inserted.</summary>
    public const string MergeAndTell = $"{MergeBatch} SELECT open_time, TRUE FROM inserted UNION ALL SELECT open_time, FALSE FROM updated";

    // What is not there yet is inserted; the rest replaces what is older: closed wins, then the higher revision. In order, so that two writers of one
    // series meet in the same order. No system columns, which partitioned tables lack.
    private const string MergeBatch =
        $"""
        WITH batch AS MATERIALIZED (
            SELECT * FROM unnest(@open_times, @opens, @highs, @lows, @closes, @volumes, @closeds, @revisions)
                AS row (open_time, open, high, low, close, volume, closed, revision)
        ), inserted AS (
            INSERT INTO {Table} (asset_id, timeframe, open_time, open, high, low, close, volume, closed, revision)
            SELECT @asset_id, @timeframe, open_time, open, high, low, close, volume, closed, revision FROM batch ORDER BY open_time
            ON CONFLICT (asset_id, timeframe, open_time) DO NOTHING
            RETURNING open_time
        ), updated AS (
            INSERT INTO {Table} AS stored (asset_id, timeframe, open_time, open, high, low, close, volume, closed, revision)
            SELECT @asset_id, @timeframe, open_time, open, high, low, close, volume, closed, revision FROM batch
            WHERE open_time NOT IN (SELECT open_time FROM inserted)
            ORDER BY open_time
            ON CONFLICT (asset_id, timeframe, open_time) DO UPDATE SET
                open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
                volume = excluded.volume, closed = excluded.closed, revision = excluded.revision
            WHERE (excluded.closed, excluded.revision) > (stored.closed, stored.revision)
            RETURNING open_time
        )
        """;
}
