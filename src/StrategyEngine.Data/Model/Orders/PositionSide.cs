namespace StrategyEngine.Data.Model;

#pragma warning disable CA1720 // The words of every venue, and no types here.
/// <summary>Which way a position gains.</summary>
public enum PositionSide
{
    /// <summary>With a rising price: bought first, sold later.</summary>
    Long,

    /// <summary>With a falling price: sold first, bought back later.</summary>
    Short,
}
#pragma warning restore CA1720
