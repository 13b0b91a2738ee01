namespace StrategyEngine.Data.Migrations;

/// <summary>What a run of <see cref="MigrationRunner.MigrateAsync"/> did.</summary>
/// <param name="Current">The newest migration the database now has; null if it has none.</param>
/// <param name="Applied">What this run applied, in order; empty if the database was up to date, or another process brought it up to date meanwhile.</param>
/// <param name="Duration">How long the run took, waiting included.</param>
public sealed record MigrationResult(string? Current, IReadOnlyList<AppliedMigration> Applied, TimeSpan Duration);
