namespace StrategyEngine.Data.SqlServer.Migrations;

/// <summary>
/// What reads a schema from the catalog. The first two columns of each statement are the table; <see cref="SqlServerSchema"/> makes lines
/// of the rows.
/// </summary>
/// <remarks>A login that may not see definitions (VIEW DEFINITION, or the right to change the schema) gets NULL for them.</remarks>
internal static class SqlServerSchemaSql
{
    public const string Columns =
        """
        SELECT
            SCHEMA_NAME(parent.schema_id) AS [schema],
            parent.name AS [table],
            col.name AS [column],
            kind.name AS [type],
            CONVERT(int, col.max_length) AS max_length,
            CONVERT(int, col.precision) AS [precision],
            CONVERT(int, col.scale) AS scale,
            col.is_nullable,
            col.is_identity,
            NULLIF(col.collation_name, CONVERT(nvarchar(128), DATABASEPROPERTYEX(DB_NAME(), N'Collation'))) AS [collation],
            preset.definition AS [default],
            computed.definition AS [computed],
            computed.is_persisted
        FROM sys.tables AS parent
        JOIN sys.columns AS col ON col.object_id = parent.object_id
        JOIN sys.types AS kind ON kind.user_type_id = col.user_type_id
        LEFT JOIN sys.default_constraints AS preset ON preset.object_id = col.default_object_id
        LEFT JOIN sys.computed_columns AS computed ON computed.object_id = col.object_id AND computed.column_id = col.column_id
        WHERE parent.is_ms_shipped = 0
        """;

    /// <summary>The columns of keys and indexes, those of one together and in order, those that are only included last.</summary>
    public const string Indexes =
        """
        SELECT
            SCHEMA_NAME(parent.schema_id) AS [schema],
            parent.name AS [table],
            ind.name AS [index],
            ind.type_desc,
            ind.is_unique,
            ind.is_primary_key,
            ind.is_unique_constraint,
            ind.ignore_dup_key,
            ind.filter_definition,
            col.name AS [column],
            part.is_descending_key,
            part.is_included_column
        FROM sys.tables AS parent
        JOIN sys.indexes AS ind ON ind.object_id = parent.object_id
        JOIN sys.index_columns AS part ON part.object_id = ind.object_id AND part.index_id = ind.index_id
        JOIN sys.columns AS col ON col.object_id = part.object_id AND col.column_id = part.column_id
        WHERE parent.is_ms_shipped = 0
            AND ind.is_hypothetical = 0
            AND (part.key_ordinal > 0 OR part.is_included_column = 1)
        ORDER BY parent.object_id, ind.index_id, part.is_included_column, part.key_ordinal
        """;

    /// <summary>The columns of foreign keys, those of one together and in order.</summary>
    public const string References =
        """
        SELECT
            SCHEMA_NAME(parent.schema_id) AS [schema],
            parent.name AS [table],
            fk.name AS [key],
            SCHEMA_NAME(target.schema_id) AS target_schema,
            target.name AS target_table,
            fk.delete_referential_action_desc,
            fk.update_referential_action_desc,
            col.name AS [column],
            aim.name AS target_column
        FROM sys.foreign_keys AS fk
        JOIN sys.tables AS parent ON parent.object_id = fk.parent_object_id
        JOIN sys.tables AS target ON target.object_id = fk.referenced_object_id
        JOIN sys.foreign_key_columns AS part ON part.constraint_object_id = fk.object_id
        JOIN sys.columns AS col ON col.object_id = part.parent_object_id AND col.column_id = part.parent_column_id
        JOIN sys.columns AS aim ON aim.object_id = part.referenced_object_id AND aim.column_id = part.referenced_column_id
        ORDER BY fk.object_id, part.constraint_column_id
        """;

    public const string Checks =
        """
        SELECT SCHEMA_NAME(parent.schema_id) AS [schema], parent.name AS [table], rule_of.definition
        FROM sys.check_constraints AS rule_of
        JOIN sys.tables AS parent ON parent.object_id = rule_of.parent_object_id
        """;

    public const string Triggers =
        """
        SELECT SCHEMA_NAME(parent.schema_id) AS [schema], parent.name AS [table], trg.name AS [trigger], module.definition, trg.is_disabled
        FROM sys.triggers AS trg
        JOIN sys.tables AS parent ON parent.object_id = trg.parent_id
        LEFT JOIN sys.sql_modules AS module ON module.object_id = trg.object_id
        """;

    /// <summary>Keys and rules that are off or were never checked against the rows that are there, and indexes that are off.</summary>
    public const string Damage =
        """
        SELECT SCHEMA_NAME(parent.schema_id) AS [schema], parent.name AS [table], N'constraint' AS kind, rule_of.name, rule_of.is_disabled
        FROM (
            SELECT parent_object_id, name, is_disabled, is_not_trusted, is_not_for_replication FROM sys.foreign_keys
            UNION ALL
            SELECT parent_object_id, name, is_disabled, is_not_trusted, is_not_for_replication FROM sys.check_constraints
        ) AS rule_of
        JOIN sys.tables AS parent ON parent.object_id = rule_of.parent_object_id
        WHERE rule_of.is_disabled = 1 OR (rule_of.is_not_trusted = 1 AND rule_of.is_not_for_replication = 0)
        UNION ALL
        SELECT SCHEMA_NAME(parent.schema_id), parent.name, N'index', ind.name, ind.is_disabled
        FROM sys.indexes AS ind
        JOIN sys.tables AS parent ON parent.object_id = ind.object_id
        WHERE ind.is_disabled = 1
        """;

    /// <summary>Switches an index on again.</summary>
    /// <param name="name">Its delimited name.</param>
    /// <param name="table">The delimited name of its table.</param>
    public static string RebuildIndex(string name, string table) => $"ALTER INDEX {name} ON {table} REBUILD";

    /// <summary>Switches a constraint on again and checks it against the rows that are there.</summary>
    /// <param name="name">Its delimited name.</param>
    /// <param name="table">The delimited name of its table.</param>
    public static string CheckConstraint(string name, string table) => $"ALTER TABLE {table} WITH CHECK CHECK CONSTRAINT {name}";
}
