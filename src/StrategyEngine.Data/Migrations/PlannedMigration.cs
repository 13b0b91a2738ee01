using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.Migrations;

/// <summary>A migration and the commands that apply it, its row in the history table included.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Commands">The commands EF generates from its operations.</param>
/// <param name="HistoryInsert">The statement that adds it to EF's history table.</param>
/// <param name="SqlHash">SHA-256 over the commands, in hexadecimal.</param>
/// <param name="MayBreakReferences">Whether a foreign key could point nowhere after it, because the engine does not check each statement.</param>
internal sealed record PlannedMigration(
    string Id, IReadOnlyList<MigrationCommand> Commands, string HistoryInsert, string SqlHash, bool MayBreakReferences)
{
    /// <summary>The commands and the history row.</summary>
    public int CommandCount => Commands.Count + 1;
}
