using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Administration;

/// <summary>How far a backup or restore has come.</summary>
/// <param name="Stage">What it is doing.</param>
/// <param name="Fraction">The part of the stage that is done, 0 to 1.</param>
public sealed record BackupProgress(BackupStage Stage, double Fraction)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
