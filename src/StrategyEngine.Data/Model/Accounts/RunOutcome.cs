namespace StrategyEngine.Data.Model;

/// <summary>How a run ended.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum RunOutcome
{
    /// <summary>It has not ended.</summary>
    Running,

    /// <summary>It came to its end.</summary>
    Completed,

    /// <summary>Somebody ended it.</summary>
    Stopped,

    /// <summary>An error ended it.</summary>
    Failed,
}
