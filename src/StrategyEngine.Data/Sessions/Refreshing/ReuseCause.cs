namespace StrategyEngine.Data.Sessions;

/// <summary>Which spent refresh token was presented again.</summary>
public enum ReuseCause
{
    /// <summary>The one before the current one, after the grace period: an answer that was lost, or a thief who was late.</summary>
    Previous,

    /// <summary>An older one: a copy of the token is in other hands.</summary>
    Stale,

    /// <summary>
    /// The one before the current one, within the grace period, but from another network and another user agent: not the client that spent
    /// it.
    /// </summary>
    OtherClient,
}
