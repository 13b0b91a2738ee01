namespace StrategyEngine.Data.PostgreSql.MarketData;

/// <summary>The statements of the candle table.</summary>
internal static class PostgreSqlCandleSql
{
    public const string SelectRange =
        $"""
        SELECT open_time, open, high, low, close, volume, closed, revision, quote_volume, trade_count
        FROM {Table}
        WHERE asset_id = @asset_id AND timeframe = @timeframe AND open_time >= @from AND open_time < @to
        ORDER BY open_time
        """;

    public const string SelectFirst =
        $"""
        SELECT open_time
        FROM {Table}
        WHERE asset_id = @asset_id AND timeframe = @timeframe AND open_time >= @from AND open_time < @to
        ORDER BY open_time
        LIMIT 1
        """;

    public const string SelectEarliest =
        $"""
        SELECT open_time, open, high, low, close, volume, closed, revision, quote_volume, trade_count
        FROM {Table}
        WHERE asset_id = @asset_id AND timeframe = @timeframe AND open_time >= @from
        ORDER BY open_time
        LIMIT @count
        """;

    public const string SelectLatest =
        $"""
        SELECT open_time, open, high, low, close, volume, closed, revision, quote_volume, trade_count
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

    private const string Columns = $"asset_id, timeframe, {Values}";

    private const string Values = "open_time, open, high, low, close, volume, closed, revision, quote_volume, trade_count";

    private const string Arrays =
        "@open_times, @opens, @highs, @lows, @closes, @volumes, @closeds, @revisions, @quote_volumes, @trade_counts";

    private const string Coverage = $"{PostgreSqlTradingProvider.Schema}.candle_coverage";

    /// <summary>Lets the writers of one series take turns until the end of the transaction.</summary>
    public const string Lock = "SELECT pg_advisory_xact_lock(@series)";

    /// <summary>Lets the rest of the transaction wait for nobody for long: a COPY that waits cannot be cancelled.</summary>
    public const string WaitBriefly = "SET LOCAL lock_timeout = '1s'";

    /// <summary>The states of what is stored from one open time to another.</summary>
    public const string SelectStates =
        $"""
        SELECT open_time, closed, revision
        FROM {Table}
        WHERE asset_id = @asset_id AND timeframe = @timeframe AND open_time >= @from AND open_time <= @to
        """;

    /// <summary>The states of what is stored at some open times, which may be far apart.</summary>
    public const string SelectStatesAt =
        $"""
        SELECT open_time, closed, revision
        FROM {Table}
        WHERE asset_id = @asset_id AND timeframe = @timeframe AND open_time = ANY (@open_times)
        """;

    /// <summary>Takes rows that are known to be new.</summary>
    public const string Copy =
        $"COPY {Table} ({Columns}) FROM STDIN (FORMAT BINARY)";

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

    /// <summary>Inserts rows that are known to be new.</summary>
    public const string Insert =
        $"""
        INSERT INTO {Table} ({Columns})
        SELECT @asset_id, @timeframe, {Values}
        FROM unnest({Arrays})
            AS row ({Values})
        """;

    /// <summary>Replaces rows that are known to be older: closed wins, then the higher revision.</summary>
    /// <remarks>The range is that of the rows: without it, the server may choose to scan the whole series.</remarks>
    public const string Update =
        $"""
        UPDATE {Table} AS stored SET
            open = row.open, high = row.high, low = row.low, close = row.close,
            volume = row.volume, closed = row.closed, revision = row.revision,
            quote_volume = row.quote_volume, trade_count = row.trade_count
        FROM unnest({Arrays})
            AS row ({Values})
        WHERE stored.asset_id = @asset_id AND stored.timeframe = @timeframe AND stored.open_time = row.open_time
            AND stored.open_time >= @from AND stored.open_time <= @to
            AND (row.closed, row.revision) > (stored.closed, stored.revision)
        """;

    /// <summary>
    /// Merges a batch, whoever writes what meanwhile, and answers with how many rows were inserted, how many updated, and with the open
    /// times of both unless they are all.
    /// </summary>
    public const string MergeBesideOthers = $"{Batch}, {InsertUnlessConflict}, {UpdateOnConflict}, {Answer}";

    private const string Batch =
        $"""
        WITH batch AS MATERIALIZED (
            SELECT * FROM unnest({Arrays})
                AS row ({Values})
        )
        """;

    private const string InsertUnlessConflict =
        $"""
        inserted AS (
            INSERT INTO {Table} ({Columns})
            SELECT @asset_id, @timeframe, {Values} FROM batch ORDER BY open_time
            ON CONFLICT (asset_id, timeframe, open_time) DO NOTHING
            RETURNING open_time
        )
        """;

    // In order, so that two writers meet in the same order. No system columns, which partitioned tables lack.
    private const string UpdateOnConflict =
        $"""
        updated AS (
            INSERT INTO {Table} AS stored ({Columns})
            SELECT @asset_id, @timeframe, {Values} FROM batch
            WHERE open_time NOT IN (SELECT open_time FROM inserted)
            ORDER BY open_time
            ON CONFLICT (asset_id, timeframe, open_time) DO UPDATE SET
                open = excluded.open, high = excluded.high, low = excluded.low, close = excluded.close,
                volume = excluded.volume, closed = excluded.closed, revision = excluded.revision,
                quote_volume = excluded.quote_volume, trade_count = excluded.trade_count
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
