namespace StrategyEngine.Data.Migrations;

/// <summary>The codes of <see cref="MigrationRisk"/>. Stable.</summary>
public static class MigrationRiskCodes
{
    /// <summary>A table is dropped.</summary>
    public const string DropTable = "drop_table";

    /// <summary>A column is dropped.</summary>
    public const string DropColumn = "drop_column";

    /// <summary>A column gets a type or a length that holds less.</summary>
    public const string Narrowing = "narrowing";

    /// <summary>A column no longer allows rows without a value: those there are get the default of the migration, or it fails.</summary>
    public const string NotNull = "not_null";

    /// <summary>A unique index or key over columns in which values occur twice: it fails.</summary>
    public const string UniqueIndex = "unique_index";

    /// <summary>A table or column gets another name, under which an older version of the application does not find it.</summary>
    public const string Rename = "rename";

    /// <summary>A statement written by hand that drops, truncates, or deletes without a condition.</summary>
    public const string RawSql = "raw_sql";

    /// <summary>
    /// A table is copied into a new one, because the engine cannot alter it: that takes time and room, and drops what only the database
    /// knows of.
    /// </summary>
    public const string Rebuild = "rebuild";

    /// <summary>The table of the data keys is dropped or emptied while encrypted values need it: they could never be read again.</summary>
    public const string KeyTable = "key_table";
}
