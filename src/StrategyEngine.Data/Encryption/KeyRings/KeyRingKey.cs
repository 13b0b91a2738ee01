using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Encryption;

/// <summary>A key of the DataProtection key ring.</summary>
/// <param name="Id">Its id, which <see cref="KeyRingMismatchException.KekId"/> names when it is missing.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ActivatesAt">When it becomes the key for new values.</param>
/// <param name="ExpiresAt">When it ceases to be; it opens older values ever after.</param>
/// <param name="IsRevoked">Whether it is refused.</param>
/// <param name="IsProtected">Whether it is encrypted where it is stored.</param>
public sealed record KeyRingKey(
    Guid Id, DateTimeOffset CreatedAt, DateTimeOffset ActivatesAt, DateTimeOffset ExpiresAt, bool IsRevoked, bool IsProtected)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
