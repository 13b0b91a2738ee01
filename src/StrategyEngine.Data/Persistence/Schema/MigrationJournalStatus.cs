namespace StrategyEngine.Data.Persistence;

/// <summary>What a journal entry says.</summary>
public enum MigrationJournalStatus
{
    /// <summary>A run is about to begin. Removed when it ends; it stays behind when the process dies.</summary>
    Announced,

    /// <summary>The migration is applied. Written in the same transaction.</summary>
    Applied,

    /// <summary>The migration failed and was rolled back. Written afterwards.</summary>
    Failed,

    /// <summary>
    /// The migration is applied, or reverted, up to a statement that cannot run in a transaction. Removed when it is finished.
    /// </summary>
    Partial,

    /// <summary>The migration is reverted. Written in the same transaction.</summary>
    Reverted,

    /// <summary>The database had the migration's tables before it had a history; it was entered without being run.</summary>
    Baselined,

    /// <summary>Something else had applied the migration, such as <c>dotnet ef database update</c>; it was entered afterwards.</summary>
    Adopted,

    /// <summary>The migration was edited after it was applied, and its new form was accepted.</summary>
    Accepted,

    /// <summary>The schema as it is was accepted as the one it should be. Concerns no single migration.</summary>
    Stamped,
}
