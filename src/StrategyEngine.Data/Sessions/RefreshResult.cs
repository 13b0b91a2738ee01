namespace StrategyEngine.Data.Sessions;

/// <summary>What came of refreshing a session: one of the records nested here.</summary>
public abstract record RefreshResult
{
    private RefreshResult()
    {
    }

    /// <summary>The token was the current one and is spent now.</summary>
    /// <param name="Tokens">The new tokens.</param>
    public sealed record Rotated(SessionTokens Tokens) : RefreshResult;

    /// <summary>
    /// Within the grace period of a rotation: the token before it, or the one after it. Gives the current refresh token, the same to
    /// every caller, with a new access token.
    /// </summary>
    /// <param name="Tokens">The tokens.</param>
    public sealed record Replayed(SessionTokens Tokens) : RefreshResult;

    /// <summary>Not a token of a live session. Nothing was changed.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Invalid(RefreshRejection Reason) : RefreshResult;

    /// <summary>The token was spent before: someone else may hold it. The session is revoked.</summary>
    /// <param name="SessionId">The session.</param>
    /// <param name="Cause">How old the token was.</param>
    public sealed record ReuseDetected(Guid SessionId, ReuseCause Cause) : RefreshResult;
}
