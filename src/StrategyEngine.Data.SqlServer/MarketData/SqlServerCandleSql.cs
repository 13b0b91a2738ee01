namespace StrategyEngine.Data.SqlServer.MarketData;

/// <summary>The statements of the candle table.</summary>
internal static class SqlServerCandleSql
{
    /// <summary>Makes the session's own table into which a batch is copied.</summary>
    public const string CreateStage =
        """
        CREATE TABLE #candles (
            open_time datetime2(3) NOT NULL PRIMARY KEY,
            [open] decimal(28, 12) NOT NULL,
            high decimal(28, 12) NOT NULL,
            low decimal(28, 12) NOT NULL,
            [close] decimal(28, 12) NOT NULL,
            volume decimal(28, 8) NOT NULL,
            closed bit NOT NULL,
            revision bigint NOT NULL,
            quote_volume decimal(28, 8) NULL,
            trade_count bigint NULL)
        """;

    /// <summary>
    /// Lets the writers of one series take turns until the end of the transaction; answers with a negative number if one of them kept its
    /// turn for too long.
    /// </summary>
    /// <remarks>Otherwise two of them could take the keys in different orders, and one would undo what the other records.</remarks>
    public const string Lock =
        """
        DECLARE @lock int;
        EXEC @lock = sp_getapplock @Resource = @series, @LockMode = 'Exclusive', @LockOwner = 'Transaction', @LockTimeout = @timeout;
        SELECT @lock;
        """;

    /// <summary>
    /// Replaces the rows whose stored state is older (closed wins, then the higher revision), and inserts those that are not there yet.
    /// </summary>
    /// <remarks>
    /// <para>Answers with the rows inserted and updated, then with the open times of both unless they are all.</para>
    /// <para>HOLDLOCK keeps others, such as EF, from inserting a key between the two statements.</para>
    /// </remarks>
    public const string Upsert =
        """
        SET NOCOUNT ON;
        SET XACT_ABORT ON;

        DECLARE @updated int;
        DECLARE @changed TABLE (open_time datetime2(3) NOT NULL);

        UPDATE stored
        SET [open] = stage.[open], high = stage.high, low = stage.low, [close] = stage.[close],
            volume = stage.volume, closed = stage.closed, revision = stage.revision,
            quote_volume = stage.quote_volume, trade_count = stage.trade_count
        OUTPUT inserted.open_time INTO @changed (open_time)
        FROM [trading].[market_data] AS stored WITH (UPDLOCK, HOLDLOCK)
        INNER JOIN #candles AS stage ON stage.open_time = stored.open_time
        WHERE stored.asset_id = @asset AND stored.timeframe = @timeframe
            AND (stage.closed > stored.closed OR (stage.closed = stored.closed AND stage.revision > stored.revision));
        SET @updated = @@ROWCOUNT;

        INSERT INTO [trading].[market_data] (
            asset_id, timeframe, open_time, [open], high, low, [close], volume, closed, revision, quote_volume, trade_count)
        OUTPUT inserted.open_time INTO @changed (open_time)
        SELECT @asset, @timeframe, stage.open_time, stage.[open], stage.high, stage.low, stage.[close], stage.volume, stage.closed,
            stage.revision, stage.quote_volume, stage.trade_count
        FROM #candles AS stage
        WHERE NOT EXISTS (
            SELECT 1
            FROM [trading].[market_data] AS stored WITH (UPDLOCK, HOLDLOCK)
            WHERE stored.asset_id = @asset AND stored.timeframe = @timeframe AND stored.open_time = stage.open_time);
        DECLARE @inserted int = @@ROWCOUNT;

        SELECT @inserted, @updated;
        SELECT open_time FROM @changed WHERE @inserted + @updated < @count ORDER BY open_time;
        """;

    public const string SelectFirst =
        """
        SELECT TOP (1) open_time
        FROM [trading].[market_data]
        WHERE asset_id = @asset AND timeframe = @timeframe AND open_time BETWEEN @first AND @last
        ORDER BY open_time
        """;

    public const string DeleteRange =
        """
        DELETE FROM [trading].[market_data]
        WHERE asset_id = @asset AND timeframe = @timeframe AND open_time BETWEEN @first AND @last
        """;

    public const string SelectBlock =
        """
        SELECT slots
        FROM [trading].[candle_coverage] WITH (UPDLOCK)
        WHERE asset_id = @asset AND timeframe = @timeframe AND block_start = @first
        """;

    public const string SelectBlocks =
        """
        SELECT TOP (@count) block_start, slots
        FROM [trading].[candle_coverage]
        WHERE asset_id = @asset AND timeframe = @timeframe AND block_start BETWEEN @first AND @last
        ORDER BY block_start
        """;

    public const string InsertBlock =
        """
        INSERT INTO [trading].[candle_coverage] (asset_id, timeframe, block_start, slots)
        VALUES (@asset, @timeframe, @first, @slots)
        """;

    public const string UpdateBlock =
        """
        UPDATE [trading].[candle_coverage]
        SET slots = @slots
        WHERE asset_id = @asset AND timeframe = @timeframe AND block_start = @first
        """;

    public const string DeleteBlock =
        """
        DELETE FROM [trading].[candle_coverage]
        WHERE asset_id = @asset AND timeframe = @timeframe AND block_start = @first
        """;

    public const string SelectRange =
        """
        SELECT open_time, [open], high, low, [close], volume, closed, revision, quote_volume, trade_count
        FROM [trading].[market_data]
        WHERE asset_id = @asset AND timeframe = @timeframe AND open_time BETWEEN @first AND @last
        ORDER BY open_time
        """;

    /// <summary>
    /// The same where the database keeps no row versions: what has been read stays locked until the end, so that the rows are of one
    /// moment.
    /// </summary>
    public const string SelectRangeHeld =
        """
        SELECT open_time, [open], high, low, [close], volume, closed, revision, quote_volume, trade_count
        FROM [trading].[market_data] WITH (HOLDLOCK)
        WHERE asset_id = @asset AND timeframe = @timeframe AND open_time BETWEEN @first AND @last
        ORDER BY open_time
        """;

    public const string SelectEarliest =
        """
        SELECT TOP (@count) open_time, [open], high, low, [close], volume, closed, revision, quote_volume, trade_count
        FROM [trading].[market_data]
        WHERE asset_id = @asset AND timeframe = @timeframe AND open_time BETWEEN @first AND @last
        ORDER BY open_time
        """;

    public const string SelectLatest =
        """
        SELECT TOP (@count) open_time, [open], high, low, [close], volume, closed, revision, quote_volume, trade_count
        FROM [trading].[market_data]
        WHERE asset_id = @asset AND timeframe = @timeframe AND open_time BETWEEN @first AND @last
        ORDER BY open_time DESC
        """;

    public const string Count =
        """
        SELECT COUNT_BIG(*)
        FROM [trading].[market_data]
        WHERE asset_id = @asset AND timeframe = @timeframe AND open_time BETWEEN @first AND @last
        """;

    /// <summary>Whether a reader sees the rows as they were when its statement began, without locking them.</summary>
    public const string IsVersioned = "SELECT is_read_committed_snapshot_on FROM sys.databases WHERE database_id = DB_ID()";
}
