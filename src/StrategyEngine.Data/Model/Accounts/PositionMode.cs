namespace StrategyEngine.Data.Model;

/// <summary>Whether an account nets what it buys and sells in one instrument, or holds both sides at once.</summary>
public enum PositionMode
{
    /// <summary>One position: a sale reduces a long one, and what goes beyond it opens a short one.</summary>
    Netting,

    /// <summary>A long and a short position beside each other; each fill names the one it belongs to.</summary>
    Hedge,
}
