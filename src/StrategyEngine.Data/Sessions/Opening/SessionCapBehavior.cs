namespace StrategyEngine.Data.Sessions;

/// <summary>What happens when a user who has as many sessions as allowed opens another.</summary>
public enum SessionCapBehavior
{
    /// <summary>The session used longest ago is revoked.</summary>
    EvictOldest,

    /// <summary>The new session is refused.</summary>
    Refuse,
}
