using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Sessions;

/// <summary>A service credential, as its user may see it in a list. Instants are UTC.</summary>
/// <param name="Id">The credential.</param>
/// <param name="Name">What the user calls it.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="Networks">From where it may be used; empty for anywhere.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="ExpiresAt">When it ends.</param>
/// <param name="LastUsedAt">When it was last used, to a minute; null if never.</param>
/// <param name="RevokedAt">When it was revoked; null while it may be used.</param>
public sealed record ServiceCredentialInfo(
    Guid Id,
    string Name,
    IReadOnlyList<string> Scopes,
    IReadOnlyList<string> Networks,
    DateTimeOffset CreatedAt,
    DateTimeOffset ExpiresAt,
    DateTimeOffset? LastUsedAt,
    DateTimeOffset? RevokedAt)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
