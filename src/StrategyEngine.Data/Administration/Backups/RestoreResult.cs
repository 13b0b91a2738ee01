using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Administration;

/// <summary>What was restored.</summary>
/// <param name="Manifest">What the manifest of the backup says; null if it has none and that was allowed.</param>
/// <param name="RingKeys">The keys of the key ring that the database needs now.</param>
/// <param name="PendingMigrations">What <c>MigrationRunner.MigrateAsync</c> has to apply before the application goes on.</param>
/// <param name="SetAside">Where the former database was put, if it was too damaged to be overwritten; otherwise null.</param>
/// <param name="Duration">How long it took.</param>
public sealed record RestoreResult(
    BackupManifest? Manifest,
    IReadOnlyList<RingKeyStatus> RingKeys,
    IReadOnlyList<string> PendingMigrations,
    string? SetAside,
    TimeSpan Duration)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
