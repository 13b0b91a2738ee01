using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Migrations;

/// <summary>How far a run of <see cref="MigrationRunner.MigrateAsync"/> has come.</summary>
/// <param name="Stage">What it is doing.</param>
/// <param name="MigrationId">The migration it is at; null before the first and after the last.</param>
/// <param name="MigrationsDone">How many migrations of the run have been applied.</param>
/// <param name="MigrationsTotal">How many the run has to apply.</param>
/// <param name="CommandsDone">How many commands of all these migrations have run.</param>
/// <param name="CommandsTotal">How many commands they have.</param>
public sealed record MigrationProgress(
    MigrationStage Stage, string? MigrationId, int MigrationsDone, int MigrationsTotal, int CommandsDone, int CommandsTotal)
{
    /// <summary>The part that is done, by number of commands, 0 to 1. It says nothing about time.</summary>
    public double Fraction => CommandsTotal == 0 ? 1 : (double)CommandsDone / CommandsTotal;

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
