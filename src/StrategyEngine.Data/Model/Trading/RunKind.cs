namespace StrategyEngine.Data.Model;

/// <summary>With what money a run trades.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum RunKind
{
    /// <summary>Real money at a venue.</summary>
    Live,

    /// <summary>Simulated fills on live prices.</summary>
    Paper,

    /// <summary>Simulated fills on stored prices.</summary>
    Backtest,
}
