namespace StrategyEngine.Data.Model;

/// <summary>Which cost an exit takes out of a position that was entered at several prices.</summary>
public enum CostMethod
{
    /// <summary>Its share of the cost of the whole position.</summary>
    Average,

    /// <summary>The cost of what was entered first.</summary>
    Fifo,
}
