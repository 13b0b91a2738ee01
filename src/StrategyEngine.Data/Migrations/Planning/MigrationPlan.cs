using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Migrations;

/// <summary>What a run would do to the database as it is now.</summary>
public sealed record MigrationPlan
{
    private readonly Lazy<string> _script;

    internal MigrationPlan(Func<string> script) => _script = new Lazy<string>(script);

    /// <summary>Whether migrations would be applied or reverted.</summary>
    public required MigrationDirection Direction { get; init; }

    /// <summary>The newest migration the database has; null if it has none.</summary>
    public required string? Current { get; init; }

    /// <summary>The newest migration the database would have; null if none.</summary>
    public required string? Target { get; init; }

    /// <summary>The migrations in the order in which they would run; none if there is nothing to do.</summary>
    public required IReadOnlyList<MigrationPlanStep> Steps { get; init; }

    /// <summary>
    /// The tables that would be changed or dropped, with the rows they have now. Tables that are not there yet are left out. Not counted
    /// for <see cref="MigrationRunOptions.BackUp"/>.
    /// </summary>
    public required IReadOnlyList<TableInfo> Tables { get; init; }

    /// <summary>The risks of all steps.</summary>
    public IEnumerable<MigrationRisk> Risks => Steps.SelectMany(step => step.Risks);

    /// <summary>Whether a backup is due before the first step.</summary>
    /// <value>True before a rollback, before a risk that has to be acknowledged, and before the rebuild of a table with rows.</value>
    public required bool IsBackupDue { get; init; }

    /// <summary>The steps as one SQL script, with the rows of EF's history table, for review or for a database administrator.</summary>
    /// <remarks>
    /// It fits the database as it is now. It takes no lock, makes no backup, asks for no acknowledgement and writes no journal:
    /// what it has applied shows as <see cref="MigrationOutcome.AppliedExternally"/> until <see cref="MigrationRunner.RepairAsync"/> adopts
    /// it.
    /// </remarks>
    public string ToScript() => _script.Value;

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
