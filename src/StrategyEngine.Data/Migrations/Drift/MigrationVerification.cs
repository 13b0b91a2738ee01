using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Migrations;

/// <summary>What <see cref="MigrationRunner.VerifyAsync"/> found.</summary>
/// <param name="Findings">The findings, in the order of <see cref="VerifyChecks"/>; none if everything is as it should be.</param>
public sealed record MigrationVerification(IReadOnlyList<MigrationFinding> Findings)
{
    /// <summary>Whether nothing has to be repaired.</summary>
    public bool IsSound => Findings.All(finding => !finding.IsFault);

    /// <summary>Throws if something has to be repaired: for a job that is to stop a deployment.</summary>
    /// <exception cref="MigrationVerificationException">A finding is a fault; its code is that of the first one.</exception>
    public void EnsureSound()
    {
        var faults = Findings.Where(finding => finding.IsFault).ToList();
        if (faults.Count > 0)
            throw new MigrationVerificationException(faults);
    }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
