using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Sessions;

/// <summary>A key of sessions, without its material. Instants are UTC.</summary>
/// <param name="Id">The key, by which it is revoked.</param>
/// <param name="Algorithm"><c>HS256</c> or <c>ES256</c> for access tokens; <c>refresh</c> for the key behind refresh tokens, challenges and
/// device tokens.</param>
/// <param name="Epoch">Counts the keys of an algorithm from 1.</param>
/// <param name="ActivatesAt">When it begins to sign.</param>
/// <param name="RetiresAt">When it stops signing; null if it does not by itself.</param>
/// <param name="DeletesAt">Until when it verifies; null if it does not end by itself.</param>
/// <param name="RevokedAt">When it was revoked; null if it was not.</param>
public sealed record SigningKeyInfo(
    Guid Id,
    string Algorithm,
    int Epoch,
    DateTimeOffset ActivatesAt,
    DateTimeOffset? RetiresAt,
    DateTimeOffset? DeletesAt,
    DateTimeOffset? RevokedAt)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
