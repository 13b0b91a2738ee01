using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Sessions;

/// <summary>A live session, as its user may see it in a list of devices. Instants are UTC.</summary>
/// <param name="Id">The session.</param>
/// <param name="Type">What kind of client it belongs to.</param>
/// <param name="IpAddress">The address it was opened from, or that a refresh moved it to; null if not known.</param>
/// <param name="UserAgent">The client's description of itself, or null. Written by the client: encode it before it is shown.</param>
/// <param name="IsRemembered">Whether the longer lifetimes apply.</param>
/// <param name="Scopes">What it may do.</param>
/// <param name="CreatedAt">When the user logged in.</param>
/// <param name="LastSeenAt">When it was last used, to <see cref="SessionOptions.ActivityInterval"/>.</param>
/// <param name="IdleExpiresAt">When it ends unless used before.</param>
/// <param name="AbsoluteExpiresAt">When it ends, whatever happens.</param>
/// <param name="SecondFactorAt">When the user last gave a second factor in it, or null.</param>
public sealed record SessionInfo(
    Guid Id,
    SessionType Type,
    string? IpAddress,
    string? UserAgent,
    bool IsRemembered,
    IReadOnlyList<string> Scopes,
    DateTimeOffset CreatedAt,
    DateTimeOffset LastSeenAt,
    DateTimeOffset IdleExpiresAt,
    DateTimeOffset AbsoluteExpiresAt,
    DateTimeOffset? SecondFactorAt)
{
    /// <summary>The session's id: where it was opened from is not for logs.</summary>
    public override string ToString() => $"session {Id}";
}
