namespace StrategyEngine.Data.Model;

/// <summary>The span of a performance row. Boundaries are UTC.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum MetricsPeriod
{
    /// <summary>A calendar day.</summary>
    Daily,

    /// <summary>A week that starts on Monday (ISO 8601).</summary>
    Weekly,

    /// <summary>A calendar month.</summary>
    Monthly,

    /// <summary>A calendar year.</summary>
    Yearly,

    /// <summary>From the day of the first closed trade, or the first day of which a return is known, to the day of the last.</summary>
    AllTime,
}
