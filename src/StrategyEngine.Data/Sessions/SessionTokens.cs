using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Sessions;

/// <summary>What the holder of a session is given: at log-in, and at every refresh.</summary>
/// <remarks>Immutable. Neither token appears in <see cref="object.ToString"/> or in a serialized form.</remarks>
public sealed class SessionTokens
{
    internal SessionTokens(Guid sessionId, Guid userId, IssuedToken accessToken, IssuedToken refreshToken)
    {
        SessionId = sessionId;
        UserId = userId;
        AccessToken = accessToken;
        RefreshToken = refreshToken;
    }

    /// <summary>The session.</summary>
    public Guid SessionId { get; }

    /// <summary>Whose session it is.</summary>
    public Guid UserId { get; }

    /// <summary>Presented with every call; checked by <see cref="SessionManager.ValidateTokenAsync"/>.</summary>
    public IssuedToken AccessToken { get; }

    /// <summary>
    /// Presented to <see cref="SessionManager.RefreshTokenAsync"/> only, which gives its successor. Expires with the session's idle or
    /// absolute lifetime, whichever is sooner.
    /// </summary>
    public IssuedToken RefreshToken { get; }

    /// <summary>The session's id and its end; neither token.</summary>
    public override string ToString() => Printed.Text($"session {SessionId} until {RefreshToken.ExpiresAt}");
}
