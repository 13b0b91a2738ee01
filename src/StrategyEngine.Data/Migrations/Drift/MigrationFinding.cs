using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Migrations;

/// <summary>Something that <see cref="MigrationRunner.VerifyAsync"/> found.</summary>
/// <param name="Code">What it is. Stable: <c>migrations.missing</c>, <c>migrations.pending</c>, <c>migrations.ahead</c>,
/// <c>migrations.out_of_order</c>, <c>migrations.interrupted</c>, <c>migrations.ef_lock</c>, <c>migrations.external</c>,
/// <c>migrations.edited</c>, <c>migrations.sql_changed</c>, <c>migrations.drift</c>, <c>migrations.unstamped</c>,
/// <c>migrations.pending_model</c> or <c>migrations.corrupt</c>.</param>
/// <param name="IsFault">Whether it has to be repaired. What is not is for information.</param>
/// <param name="Message">What it is and which call repairs it.</param>
/// <param name="Details">The migrations, differences or damages, one each.</param>
public sealed record MigrationFinding(string Code, bool IsFault, string Message, IReadOnlyList<string> Details)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
