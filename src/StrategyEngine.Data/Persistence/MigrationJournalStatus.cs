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

    /// <summary>The migration is applied up to a statement that cannot run in a transaction. Removed when the migration is applied.</summary>
    Partial,
}
