namespace StrategyEngine.Data.Model;

/// <summary>Whether money is at stake.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum RunKind
{
    /// <summary>Orders go to the exchange.</summary>
    Live,

    /// <summary>The market is live, orders are simulated.</summary>
    Paper,

    /// <summary>Stored candles are replayed, orders are simulated.</summary>
    Backtest,
}
