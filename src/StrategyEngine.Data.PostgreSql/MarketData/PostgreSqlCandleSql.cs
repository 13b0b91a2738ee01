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

    private const string Coverage = $"{PostgreSqlTradingProvider.Schema}.candle_coverage";

    /// <summary>Lets the writers of one series take turns until the end of the transaction, and answers whether anything is stored from one open time to another.</summary>
    public const string LockAndLook =
        $"""
        SELECT pg_advisory_xact_lock(@series);
        SELECT EXISTS (
            SELECT 1
            FROM {Table}
            WHERE asset_id = @asset_id AND timeframe = @timeframe AND open_time >= @from AND open_time <= @to)
        """;

    /// <summary>Takes rows that are known to be new.</summary>
    public const string Copy =
        $"COPY {Table} (asset_id, timeframe, open_time, open, high, low, close, volume, closed, revision) FROM STDIN (FORMAT BINARY)";

    public const string DeleteRange =
        $"""
        DELETE FROM {Table}
        WHERE asset_id = @asset_id AND timeframe = @timeframe AND open_time >= @from AND open_time < @to
        """;

    public const string SelectBlocks =
        $"""
        SELECT block_start, slots
        FROM {Coverage}
        WHERE asset_id = @asset_id AND timeframe = @timeframe AND block_start = ANY (@blocks)
        """;

    public const string SelectBlockRange =
        $"""
        SELECT block_start, slots
        FROM {Coverage}
        WHERE asset_id = @asset_id AND timeframe = @timeframe AND block_start >= @from AND block_start < @to
        ORDER BY block_start
        LIMIT @count
        """;

    public const string ReplaceBlocks =
        $"""
        INSERT INTO {Coverage} (asset_id, timeframe, block_start, slots)
        SELECT @asset_id, @timeframe, block_start, slots
        FROM unnest(@blocks, @slots) AS block (block_start, slots)
        ON CONFLICT (asset_id, timeframe, block_start) DO UPDATE SET slots = excluded.slots
        """;

    public const string DeleteBlocks =
        $"""
        DELETE FROM {Coverage}
        WHERE asset_id = @asset_id AND timeframe = @timeframe AND block_start = ANY (@blocks)
        """;

    /// <summary>Merges a batch and answers with how many rows were inserted, how many updated, and with the open times of both unless they are all.</summary>
    /// <remarks>Fails with a unique violation if somebody who does not take turns stores one of the rows meanwhile.</remarks>
    public const string Merge = $"{Batch}, {InsertMissing}, {UpdateOlder}, {Answer}";

    /// <summary>The same, whoever stores what meanwhile: at a fifth to a half more of the time.</summary>
    public const string MergeBesideOthers = $"{Batch}, {InsertUnlessConflict}, {UpdateOnConflict}, {Answer}";

    private const string Batch =
        """
        WITH batch AS MATERIALIZED (
            SELECT * FROM unnest(@open_times, @opens, @highs, @lows, @closes, @volumes, @closeds, @revisions)
                AS row (open_time, open, high, low, close, volume, closed, revision)
        )
        """;

    private const string InsertMissing =
        $"""
        stored AS MATERIALIZED (
            SELECT open_time
            FROM {Table}
            WHERE asset_id = @asset_id AND timeframe = @timeframe AND open_time >= @from AND open_time <= @to
                AND open_time IN (SELECT open_time FROM batch)
        ), inserted AS (
            INSERT INTO {Table} (asset_id, timeframe, open_time, open, high, low, close, volume, closed, revision)
            SELECT @asset_id, @timeframe, open_time, open, high, low, close, volume, closed, revision FROM batch
            WHERE open_time NOT IN (SELECT open_time FROM stored)
            ORDER BY open_time
            RETURNING open_time
        )
        """;

    // What is stored is replaced if it is older: closed wins, then the higher revision.
    private const string UpdateOlder =
        $"""
        updated AS (
            UPDATE {Table} AS target SET
                open = batch.open, high = batch.high, low = batch.low, close = batch.close,
                volume = batch.volume, closed = batch.closed, revision = batch.revision
            FROM batch INNER JOIN stored ON stored.open_time = batch.open_time
            WHERE target.asset_id = @asset_id AND target.timeframe = @timeframe AND target.open_time = batch.open_time
                AND (batch.closed, batch.revision) > (target.closed, target.revision)
            RETURNING target.open_time
        )
        """;

    private const string InsertUnlessConflict =
        $"""
        inserted AS (
            INSERT INTO {Table} (asset_id, timeframe, open_time, open, high, low, close, volume, closed, revision)
            SELECT @asset_id, @timeframe, open_time, open, high, low, close, volume, closed, revision FROM batch ORDER BY open_time
            ON CONFLICT (asset_id, timeframe, open_time) DO NOTHING
            RETURNING open_time
        )
        """;

    // In order, so that two writers meet in the same order. No system columns, which partitioned tables lack.
    private const string UpdateOnConflict =
        $"""
        updated AS (
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

    private const string Answer =
        """
        changes AS (
            SELECT (SELECT COUNT(*) FROM inserted) AS inserted, (SELECT COUNT(*) FROM updated) AS updated
        )
        SELECT inserted, updated,
            CASE WHEN inserted + updated < @count THEN ARRAY(SELECT open_time FROM inserted UNION ALL SELECT open_time FROM updated) END
        FROM changes
        """;
}
