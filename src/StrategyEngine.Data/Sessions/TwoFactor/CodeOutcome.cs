namespace StrategyEngine.Data.Sessions;

/// <summary>What comparing a code came to.</summary>
internal enum CodeOutcome
{
    /// <summary>There is nothing to compare it with.</summary>
    NotEnrolled,

    /// <summary>Wrong, or used before.</summary>
    Rejected,

    /// <summary>Right, and spent.</summary>
    Accepted,
}
