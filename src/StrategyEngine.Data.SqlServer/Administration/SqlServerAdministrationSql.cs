namespace StrategyEngine.Data.SqlServer.Administration;

/// <summary>The statements that look after a database.</summary>
internal static class SqlServerAdministrationSql
{
    /// <summary>What a health check looks at.</summary>
    public const string ReadState =
        """
        SELECT
            state_desc,
            CONVERT(nvarchar(20), DATABASEPROPERTYEX(DB_NAME(), N'Updateability')) AS updateability,
            is_read_committed_snapshot_on,
            snapshot_isolation_state_desc,
            log_reuse_wait_desc
        FROM sys.databases
        WHERE database_id = DB_ID()
        """;

    /// <summary>
    /// The data files, in bytes: what they take, what is used of it, and how far they may grow; NULL if nothing but the disk limits them.
    /// </summary>
    public const string ReadFiles =
        """
        SELECT
            CONVERT(bigint, size) * 8192 AS size,
            CONVERT(bigint, FILEPROPERTY(name, N'SpaceUsed')) * 8192 AS used,
            CASE
                WHEN growth = 0 OR max_size = 0 THEN CONVERT(bigint, size) * 8192
                WHEN max_size > 0 THEN CONVERT(bigint, max_size) * 8192
            END AS limit
        FROM sys.database_files
        WHERE type_desc = N'ROWS'
        """;

    /// <summary>
    /// The free bytes of the fullest disk that a file of the database lies on. Needs the right to see the state of the server.
    /// </summary>
    public const string ReadDisk =
        """
        SELECT MIN(volume.available_bytes)
        FROM sys.database_files AS part
        CROSS APPLY sys.dm_os_volume_stats(DB_ID(), part.file_id) AS volume
        """;

    public const string ReadSize = "SELECT SUM(CONVERT(bigint, size)) * 8192 FROM sys.database_files";

    /// <summary>Reads every page. What it finds it tells as errors.</summary>
    public const string CheckPages = "DBCC CHECKDB WITH NO_INFOMSGS, PHYSICAL_ONLY";

    /// <summary>Closes the gaps in the pages of every index of a table, in small transactions while others work.</summary>
    /// <param name="table">The delimited name.</param>
    public static string Reorganize(string table) => $"ALTER INDEX ALL ON {table} REORGANIZE";

    /// <summary>Renews what the server knows of the distribution of values in a table.</summary>
    /// <param name="table">The delimited name.</param>
    public static string UpdateStatistics(string table) => $"UPDATE STATISTICS {table}";
}
