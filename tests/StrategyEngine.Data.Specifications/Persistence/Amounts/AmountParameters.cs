namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>Amounts that a query is given, some of which stand in its rows.</summary>
public sealed record AmountParameters(decimal A, decimal B, decimal C, decimal[] List)
{
    public decimal? Maybe => A;

    /// <summary>More digits than any column has.</summary>
    public decimal Fine => A + 0.000000000000001m;
}
