namespace StrategyEngine.Data.Migrations;

/// <summary>Whether a migration is applied or reverted.</summary>
public enum MigrationDirection
{
    /// <summary>Applied.</summary>
    Up,

    /// <summary>Reverted.</summary>
    Down,
}
