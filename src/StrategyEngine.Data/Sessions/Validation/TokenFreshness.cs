namespace StrategyEngine.Data.Sessions;

/// <summary>How much a validation trusts an access token between two looks at its session.</summary>
public enum TokenFreshness
{
    /// <summary>The session is read unless it was read within <see cref="SessionOptions.RevocationDelay"/>. The default.</summary>
    Cached,

    /// <summary>The session is read: a revocation counts at once, on every node.</summary>
    Strict,

    /// <summary>Only the token is looked at: a revoked session is accepted until the token expires.</summary>
    Stateless,
}
