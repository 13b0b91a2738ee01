using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Migrations;

/// <summary>What <see cref="MigrationRunner.RepairAsync"/> changed.</summary>
/// <param name="ClearedLock">Whether a lock of Entity Framework was there and is removed.</param>
/// <param name="EndedRuns">How many announcements of runs that had died were removed.</param>
/// <param name="Adopted">The migrations that were entered into the journal.</param>
/// <param name="Accepted">The edited migrations whose new form is accepted.</param>
/// <param name="AcceptedSchema">Whether the schema as it is was accepted.</param>
public sealed record RepairResult(
    bool ClearedLock, int EndedRuns, IReadOnlyList<string> Adopted, IReadOnlyList<string> Accepted, bool AcceptedSchema)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
