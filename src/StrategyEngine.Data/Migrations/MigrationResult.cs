using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Migrations;

/// <summary>What a run of <see cref="MigrationRunner.MigrateAsync"/> or <see cref="MigrationRunner.RollbackAsync"/> did.</summary>
/// <param name="Current">The newest migration the database now has; null if it has none.</param>
/// <param name="Applied">What this run applied or, if it rolled back, reverted, in order; empty if there was nothing to do, or another
/// process did it meanwhile.</param>
/// <param name="Duration">How long the run took, waiting included.</param>
public sealed record MigrationResult(string? Current, IReadOnlyList<AppliedMigration> Applied, TimeSpan Duration)
{
    /// <summary>
    /// The backup that was made before, as a path or as <see cref="MigrationRunOptions.BackUp"/> named it; null if none was.
    /// </summary>
    public string? Backup { get; init; }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
