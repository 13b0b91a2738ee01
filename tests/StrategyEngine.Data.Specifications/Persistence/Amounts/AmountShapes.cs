namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>Every way in which a query can look at amounts.</summary>
public static class AmountShapes
{
    public static IEnumerable<AmountShape> All(AmountParameters p) =>
        [.. AmountConditions.All(p), .. AmountSequences.All(p), .. AmountComputations.All(p)];
}
