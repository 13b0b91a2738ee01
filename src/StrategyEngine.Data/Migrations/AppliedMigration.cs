namespace StrategyEngine.Data.Migrations;

/// <summary>A migration that a run has applied or reverted.</summary>
/// <param name="Id">Its id, such as <c>20260105093000_Initial</c>.</param>
/// <param name="Duration">How long its commands took.</param>
public sealed record AppliedMigration(string Id, TimeSpan Duration);
