namespace StrategyEngine.Data.Migrations;

/// <summary>The database is not as the migrations say. The code is that of the first finding: see <see cref="MigrationFinding"/>.</summary>
public sealed class MigrationVerificationException : MigrationException
{
    internal MigrationVerificationException(IReadOnlyList<MigrationFinding> faults)
        : base(faults[0].Code, string.Join(" ", faults.Select(fault => fault.Message))) => Faults = faults;

    /// <summary>What has to be repaired.</summary>
    public IReadOnlyList<MigrationFinding> Faults { get; }
}
