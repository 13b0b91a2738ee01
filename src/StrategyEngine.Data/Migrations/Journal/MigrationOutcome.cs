namespace StrategyEngine.Data.Migrations;

/// <summary>What became of a migration in the history.</summary>
public enum MigrationOutcome
{
    /// <summary>Applied by <see cref="MigrationRunner"/>.</summary>
    Applied,

    /// <summary>
    /// Applied by something else, such as <c>dotnet ef database update</c>: when it ran, and how long it took, is not known. A time is that
    /// of its adoption by <see cref="MigrationRunner.RepairAsync"/>.
    /// </summary>
    AppliedExternally,

    /// <summary>Failed and rolled back.</summary>
    Failed,

    /// <summary>Applied up to a command that cannot run in a transaction, where the run ended. The next run goes on from there.</summary>
    Partial,

    /// <summary>Reverted by <see cref="MigrationRunner.RollbackAsync"/>.</summary>
    Reverted,

    /// <summary>
    /// Entered by <see cref="MigrationRunner.BaselineAsync"/> without being run, because the database had its tables already.
    /// </summary>
    Baselined,

    /// <summary>Edited after it was applied; <see cref="MigrationRunner.RepairAsync"/> accepted the new form.</summary>
    EditAccepted,
}
