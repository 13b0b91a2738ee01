using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>Where a run is to bring the schema.</summary>
internal abstract class MigrationGoal(CompiledMigrations migrations)
{
    public abstract MigrationDirection Direction { get; }

    protected CompiledMigrations Migrations { get; } = migrations;

    /// <summary>The migrations to run, in order, or an exception if the database must not be touched.</summary>
    /// <param name="applied">The ids that the database has, in ascending order.</param>
    public abstract IReadOnlyList<string> FindSteps(IReadOnlyList<string> applied);

    public abstract PlannedMigration Plan(string id, IReadOnlyList<MigrationJournalEntry> journal);
}
