namespace StrategyEngine.Data.Persistence;

/// <summary>How a database does, from good to bad.</summary>
public enum HealthState
{
    /// <summary>Nothing is wrong.</summary>
    Healthy,

    /// <summary>It works, and somebody should look at it.</summary>
    Degraded,

    /// <summary>The application cannot rely on it.</summary>
    Unhealthy,
}
