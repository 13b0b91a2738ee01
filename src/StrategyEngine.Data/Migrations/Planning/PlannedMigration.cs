using Microsoft.EntityFrameworkCore.Migrations.Operations;

namespace StrategyEngine.Data.Migrations;

/// <summary>A migration and the commands that apply or revert it, its row in the history table included.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Direction">Whether it is applied or reverted.</param>
/// <param name="Operations">What the commands were generated from; none if they come from the journal.</param>
/// <param name="Commands">The commands, without those that the session already sees to.</param>
/// <param name="HistoryStatement">The statement that adds it to EF's history table or takes it out.</param>
/// <param name="SqlHash">SHA-256 over the commands, in hexadecimal.</param>
/// <param name="OperationsHash">SHA-256 over the operations that apply it, in hexadecimal; null if they are not known.</param>
/// <param name="DownSql">The commands that revert it, for the journal; null if it cannot be reverted.</param>
/// <param name="MayBreakReferences">Whether a foreign key could point nowhere after it, because the engine does not check each
/// statement.</param>
internal sealed record PlannedMigration(
    string Id,
    MigrationDirection Direction,
    IReadOnlyList<MigrationOperation> Operations,
    IReadOnlyList<PlannedCommand> Commands,
    string HistoryStatement,
    string SqlHash,
    string? OperationsHash,
    string? DownSql,
    bool MayBreakReferences)
{
    /// <summary>The commands and the history row.</summary>
    public int CommandCount => Commands.Count + 1;

    /// <summary>Whether the migration is behind the database already.</summary>
    public bool IsDone(IReadOnlySet<string> have) => have.Contains(Id) == (Direction == MigrationDirection.Up);
}
