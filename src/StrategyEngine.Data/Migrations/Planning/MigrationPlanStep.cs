using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Migrations;

/// <summary>A migration of a plan.</summary>
/// <param name="MigrationId">Its id.</param>
/// <param name="Direction">Whether it would be applied or reverted.</param>
/// <param name="Commands">Its statements, in order.</param>
/// <param name="Risks">What could cost data.</param>
/// <param name="RebuiltTables">The tables that would be copied into new ones.</param>
/// <param name="SplitsTransaction">Whether it has a command that cannot run in a transaction, so that what was done before it is committed
/// first.</param>
public sealed record MigrationPlanStep(
    string MigrationId,
    MigrationDirection Direction,
    IReadOnlyList<string> Commands,
    IReadOnlyList<MigrationRisk> Risks,
    IReadOnlyList<string> RebuiltTables,
    bool SplitsTransaction)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
