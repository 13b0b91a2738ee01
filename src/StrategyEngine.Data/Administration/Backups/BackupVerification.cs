using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Administration;

/// <summary>Whether a backup can be restored here.</summary>
public abstract record BackupVerification
{
    private BackupVerification()
    {
    }

    /// <summary>It is whole, of this application, and the key ring opens it.</summary>
    /// <param name="Manifest">What its manifest says; null if it has none and that was allowed.</param>
    /// <param name="RingKeys">The keys of the key ring it needs. A <see cref="RingKeyAvailability.Revoked"/> one is refused afterwards
    /// until <see cref="EncryptionKeyManager.RewrapAsync"/>.</param>
    /// <param name="PendingMigrations">What <c>MigrationRunner.MigrateAsync</c> has to apply to it after it was restored.</param>
    public sealed record Restorable(
        BackupManifest? Manifest, IReadOnlyList<RingKeyStatus> RingKeys, IReadOnlyList<string> PendingMigrations) : BackupVerification
    {
        /// <inheritdoc/>
        protected override bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
    }

    /// <summary>It cannot be restored here.</summary>
    /// <param name="Fault">Why.</param>
    /// <param name="Reason">The same in words, with the repair.</param>
    /// <param name="MissingKeys">The keys of the key ring that are missing or do not open it; empty if that is not the reason.</param>
    public sealed record Refused(AdministrationFault Fault, string Reason, IReadOnlyList<Guid> MissingKeys) : BackupVerification
    {
        /// <inheritdoc/>
        protected override bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
    }
}
