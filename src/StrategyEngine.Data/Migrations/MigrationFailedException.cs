namespace StrategyEngine.Data.Migrations;

/// <summary>A migration failed and was rolled back. The inner exception says why. Code <c>migrations.failed</c>.</summary>
public sealed class MigrationFailedException : MigrationException
{
    internal MigrationFailedException(
        string migrationId,
        string reason,
        IReadOnlyList<string> rolledBack,
        IReadOnlyList<string> kept,
        bool isHalfDone,
        Exception? innerException = null)
        : base("migrations.failed", Compose(migrationId, reason, rolledBack, kept, isHalfDone), innerException)
    {
        MigrationId = migrationId;
        RolledBack = rolledBack;
        Kept = kept;
        IsHalfDone = isHalfDone;
    }

    /// <summary>The migration that failed.</summary>
    public string MigrationId { get; }

    /// <summary>The migrations whose changes were undone, the failed one last.</summary>
    public IReadOnlyList<string> RolledBack { get; }

    /// <summary>The migrations of the same run that had been committed before, and stay.</summary>
    public IReadOnlyList<string> Kept { get; }

    /// <summary>
    /// Whether commands of <see cref="MigrationId"/> were committed, because later ones refuse to run in a transaction, and stay. The next
    /// run goes on there.
    /// </summary>
    public bool IsHalfDone { get; }

    private static string Compose(
        string migrationId, string reason, IReadOnlyList<string> rolledBack, IReadOnlyList<string> kept, bool isHalfDone) =>
        $"Migration {migrationId} failed: {reason} Rolled back: {string.Join(", ", rolledBack)}."
        + (isHalfDone
            ? " What it did before its first command outside of a transaction was committed and stays; the next run goes on there."
            : "")
        + (kept.Count == 0
            ? isHalfDone ? "" : " The database is as it was."
            : $" Kept, because they were committed before: {string.Join(", ", kept)}.")
        + " Repair the migration or the data it met, then call MigrateAsync again.";
}
