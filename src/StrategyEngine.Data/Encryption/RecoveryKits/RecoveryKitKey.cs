using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>A key in a recovery kit.</summary>
/// <param name="Id">Its id, which <see cref="KeyRingMismatchException.KekId"/> names when it is missing.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ceases to be the key for new values.</param>
/// <param name="IsRevoked">Whether it was revoked; it stays so.</param>
public sealed record RecoveryKitKey(Guid Id, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, bool IsRevoked)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
