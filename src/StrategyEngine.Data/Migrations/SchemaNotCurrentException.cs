namespace StrategyEngine.Data.Migrations;

/// <summary>The schema did not become current in time. Code <c>migrations.not_current</c>.</summary>
public sealed class SchemaNotCurrentException : MigrationException
{
    internal SchemaNotCurrentException(MigrationStatus status)
        : base(
            "migrations.not_current",
            (status.DatabaseExists
                ? $"The schema is at {status.Current ?? "none"} and lacks {string.Join(", ", status.Pending)}."
                : "There is no database.")
            + " Call MigrateAsync in the process that may change the schema, or wait longer in WaitUntilCurrentAsync.") => Status = status;

    /// <summary>How the schema stood at the end.</summary>
    public MigrationStatus Status { get; }
}
