namespace StrategyEngine.Data.Migrations;

/// <summary>How <see cref="MigrationRunner.RollbackAsync"/> works.</summary>
public sealed record RollbackOptions : MigrationRunOptions;
