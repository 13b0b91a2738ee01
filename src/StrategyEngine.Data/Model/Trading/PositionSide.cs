namespace StrategyEngine.Data.Model;

/// <summary>Which way a position gains.</summary>
public enum PositionSide
{
    /// <summary>With a rising price: bought first, sold later.</summary>
    Long,

    /// <summary>With a falling price: sold first, bought back later.</summary>
    Short,
}
