namespace StrategyEngine.Data.Migrations;

/// <summary>What became of a migration in the history.</summary>
public enum MigrationOutcome
{
    /// <summary>Applied by <see cref="MigrationRunner"/>.</summary>
    Applied,

    /// <summary>Applied by something else, such as <c>dotnet ef database update</c>: when, and how long it took, is not known.</summary>
    AppliedExternally,

    /// <summary>Failed and rolled back.</summary>
    Failed,

    /// <summary>Applied up to a command that cannot run in a transaction, where the run ended. The next run goes on from there.</summary>
    Partial,
}
