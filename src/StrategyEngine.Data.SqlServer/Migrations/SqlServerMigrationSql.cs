using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Migrations;

/// <summary>The statements around migrations.</summary>
/// <remarks>
/// What is read to look at a database skips rows that are being written (READPAST, which READCOMMITTEDLOCK makes valid also where the
/// database keeps row versions), so that it never waits for a migration and never sees what may be rolled back.
/// </remarks>
internal static class SqlServerMigrationSql
{
    /// <summary>For looking: half a second. Only a table that is being changed itself makes a reader wait at all.</summary>
    public const string PrepareConnection = "SET XACT_ABORT ON; SET LOCK_TIMEOUT 500";

    /// <summary>For migrating: ten seconds for a table that is in use.</summary>
    public const string PrepareMigration = "SET LOCK_TIMEOUT 10000";

    /// <summary>
    /// Takes the lock that EF's own migrator takes, so that both exclude each other. It belongs to the session and ends with it.
    /// </summary>
    /// <remarks>Answers with 0 or 1 if it was granted, with -1 if another session holds it.</remarks>
    public const string TryLock =
        """
        DECLARE @result int;
        EXEC @result = sp_getapplock @Resource = N'__EFMigrationsLock', @LockOwner = 'Session', @LockMode = 'Exclusive', @LockTimeout = 0;
        SELECT @result
        """;

    public const string Unlock = "EXEC sp_releaseapplock @Resource = N'__EFMigrationsLock', @LockOwner = 'Session'";

    /// <summary>
    /// Finds the session that holds that lock. Needs the right to see the state of the server; since when is told in the server's local
    /// time.
    /// </summary>
    public const string ReadLockHolder =
        """
        SELECT TOP (1)
            CONVERT(int, holder.session_id) AS session_id,
            holder.host_name,
            DATEADD(second, DATEDIFF(second, GETDATE(), holder.login_time), SYSUTCDATETIME()) AS since,
            NULLIF(holder.program_name, N'') AS program_name
        FROM sys.dm_tran_locks AS held
        JOIN sys.dm_exec_sessions AS holder ON holder.session_id = held.request_session_id
        WHERE held.resource_type = N'APPLICATION'
            AND held.resource_database_id = DB_ID()
            AND held.request_status = N'GRANT'
            AND held.request_session_id <> @@SPID
            AND CHARINDEX(N'[__EFMigrationsLock]', held.resource_description) > 0
        """;

    public const string TableExists = "SELECT CASE WHEN OBJECT_ID(@table, N'U') IS NULL THEN 0 ELSE 1 END";

    /// <summary>Reads the names of the columns of the table that the delimited name means for this login.</summary>
    public const string ReadColumns = "SELECT name FROM sys.columns WHERE object_id = OBJECT_ID(@table, N'U') ORDER BY column_id";

    public const string ClearJournal =
        """
        DELETE FROM [trading].[__trading_migration_journal]
        WHERE history_table = @history_table AND status = @status AND (@run_id IS NULL OR run_id = @run_id)
        """;

    // Of a journal that an older version made, only the first columns are certain.
    public const string ReadJournal =
        """
        SELECT *
        FROM [trading].[__trading_migration_journal] WITH (READCOMMITTEDLOCK, READPAST)
        WHERE history_table = @history_table
        ORDER BY sequence
        """;

    public const string Describe =
        """
        SELECT
            CONVERT(nvarchar(128), SERVERPROPERTY('ProductVersion')) AS version,
            DB_NAME() AS name,
            (SELECT SUM(CONVERT(bigint, size)) * 8192 FROM sys.database_files) AS size_bytes,
            CONVERT(nvarchar(128), SERVERPROPERTY('Edition')) AS edition,
            CONVERT(nvarchar(10), compatibility_level) AS compatibility_level,
            recovery_model_desc,
            page_verify_option_desc,
            CONVERT(nvarchar(10), is_read_committed_snapshot_on) AS is_read_committed_snapshot_on,
            snapshot_isolation_state_desc,
            delayed_durability_desc,
            collation_name
        FROM sys.databases
        WHERE database_id = DB_ID()
        """;

    public const string ListTables =
        """
        SELECT SCHEMA_NAME(schema_id) AS [schema], name
        FROM sys.tables
        WHERE is_ms_shipped = 0
        ORDER BY name, [schema]
        """;

    /// <summary>Makes the journal.</summary>
    public static readonly string EnsureJournal =
        $"""
        IF SCHEMA_ID(N'trading') IS NULL
            EXEC(N'CREATE SCHEMA [trading]');
        IF OBJECT_ID(N'[trading].[__trading_migration_journal]', N'U') IS NULL
            CREATE TABLE [trading].[__trading_migration_journal] (
                sequence bigint IDENTITY NOT NULL CONSTRAINT [pk___trading_migration_journal] PRIMARY KEY,
                {string.Join(",\n        ", MigrationJournalForm.Columns.Select(column => $"[{column.Name}] {TypeOf(column)}"))})
        """;

    /// <summary>Adds what the journal of an older version lacks.</summary>
    public static readonly string EnsureJournalColumns = string.Join(
        '\n', MigrationJournalForm.Columns.Where(column => !column.IsRequired).Select(column =>
        $"""
        IF COL_LENGTH(N'[trading].[__trading_migration_journal]', N'{column.Name}') IS NULL
            ALTER TABLE [trading].[__trading_migration_journal] ADD [{column.Name}] {TypeOf(column)};
        """));

    public static readonly string InsertJournal =
        $"""
        INSERT INTO [trading].[__trading_migration_journal] ({string.Join(", ", MigrationJournalForm.Columns.Select(column => $"[{column.Name}]"))})
        VALUES ({string.Join(", ", MigrationJournalForm.Columns.Select(column => "@" + column.Name))})
        """;

    /// <summary>Reads the ids of the applied migrations.</summary>
    /// <param name="table">The delimited name of EF's history table.</param>
    public static string ReadHistory(string table) => $"SELECT [MigrationId] FROM {table} WITH (READCOMMITTEDLOCK, READPAST)";

    /// <summary>Counts the rows of a table.</summary>
    /// <param name="table">The delimited name.</param>
    public static string CountRows(string table) => $"SELECT COUNT_BIG(*) FROM {table}";

    private static string TypeOf(MigrationJournalColumn column)
    {
        var type = column.Value switch
        {
            MigrationJournalValue.Id => "uniqueidentifier",
            MigrationJournalValue.Text => "nvarchar(300)",
            MigrationJournalValue.LongText => "nvarchar(max)",
            MigrationJournalValue.Instant => "datetime2(3)",
            _ => "bigint",
        };
        return $"{type} {(column.IsRequired ? "NOT NULL" : "NULL")}";
    }
}
