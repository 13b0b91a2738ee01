namespace StrategyEngine.Data.SqlServer.Bulk;

/// <summary>The statements of a bulk write. The session's own table <c>#bulk</c> holds the rows and their places.</summary>
internal static class SqlServerBulkSql
{
    /// <summary>
    /// Makes the table into which rows are copied, of the types and collations that the columns have; the union leaves an identity behind.
    /// </summary>
    public static string CreateStage(string table, string columns) =>
        $"""
        DROP TABLE IF EXISTS #bulk;
        SELECT TOP (0) 0 AS bulk_place, {columns} INTO #bulk FROM {table}
        UNION ALL
        SELECT TOP (0) 0 AS bulk_place, {columns} FROM {table};
        """;

    /// <summary>
    /// Inserts the rows whose keys are not there yet, and answers with the places of the others. HOLDLOCK keeps others from inserting a key
    /// in between.
    /// </summary>
    public static string InsertMissing(string table, string columns, string staged, string match) =>
        $"""
        SET NOCOUNT ON;
        DECLARE @known TABLE (place int NOT NULL PRIMARY KEY);

        INSERT INTO @known (place)
        SELECT stage.bulk_place
        FROM #bulk AS stage
        WHERE EXISTS (SELECT 1 FROM {table} AS stored WITH (UPDLOCK, HOLDLOCK) WHERE {match});

        INSERT INTO {table} ({columns})
        SELECT {staged}
        FROM #bulk AS stage
        WHERE NOT EXISTS (SELECT 1 FROM @known AS known WHERE known.place = stage.bulk_place)
        ORDER BY stage.bulk_place;

        SELECT place FROM @known ORDER BY place;
        """;

    /// <summary>Reads the rows with some keys, and keeps others from changing them.</summary>
    public static string Select(string table, string stored, string match) =>
        $"""
        SELECT {stored}
        FROM #bulk AS stage
        INNER JOIN {table} AS stored WITH (UPDLOCK, HOLDLOCK) ON {match}
        """;

    /// <summary>Sets columns of the rows with some keys.</summary>
    public static string Update(string table, string assignments, string match) =>
        $"""
        UPDATE stored
        SET {assignments}
        FROM {table} AS stored
        INNER JOIN #bulk AS stage ON {match}
        """;
}
