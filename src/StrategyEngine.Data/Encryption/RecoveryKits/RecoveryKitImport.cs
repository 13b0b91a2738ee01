using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>What an import of a recovery kit changed.</summary>
/// <param name="Added">The keys that were added to the ring.</param>
/// <param name="Skipped">The keys that the ring had already.</param>
/// <param name="Revoked">The keys that are revoked since, because they are in the kit.</param>
public sealed record RecoveryKitImport(IReadOnlyList<Guid> Added, IReadOnlyList<Guid> Skipped, IReadOnlyList<Guid> Revoked)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
