namespace StrategyEngine.Data.Sessions;

/// <summary>What came of refreshing a session: one of the records nested here.</summary>
public abstract record RefreshResult
{
    private RefreshResult()
    {
    }

    /// <summary>The token was the current one and is spent now.</summary>
    /// <param name="Tokens">The new tokens.</param>
    /// <param name="ClientChange">What differs from the client that the session belonged to until now; recorded, and for the host to act
    /// on.</param>
    public sealed record Rotated(SessionTokens Tokens, ClientChange ClientChange = ClientChange.None) : RefreshResult;

    /// <summary>
    /// Within the grace period of a rotation: the token before it, or the one after it. Gives the current refresh token, the same to
    /// every caller, with a new access token.
    /// </summary>
    /// <param name="Tokens">The tokens.</param>
    /// <param name="ClientChange">What differs from the client that the session belongs to.</param>
    public sealed record Replayed(SessionTokens Tokens, ClientChange ClientChange = ClientChange.None) : RefreshResult;

    /// <summary>Not a token of a live session. Nothing was changed.</summary>
    /// <param name="Reason">Why.</param>
    public sealed record Invalid(RefreshRejection Reason) : RefreshResult;

    /// <summary>The token was spent before: someone else may hold it. The session is revoked.</summary>
    /// <param name="SessionId">The session.</param>
    /// <param name="Cause">How old the token was.</param>
    public sealed record ReuseDetected(Guid SessionId, ReuseCause Cause) : RefreshResult;
}
