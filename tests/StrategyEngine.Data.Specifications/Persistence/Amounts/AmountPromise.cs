namespace StrategyEngine.Data.Specifications.Amounts;

/// <summary>How far a database agrees with LINQ to Objects.</summary>
public enum AmountPromise
{
    /// <summary>In every digit.</summary>
    Exact,

    /// <summary>Both round the exact result: by at most half a unit of the eighth decimal, or by a unit of the 28th digit.</summary>
    EightDecimals,

    /// <summary>In the 14 digits that conversions and functions of binary numbers agree on.</summary>
    Binary,

    /// <summary>In the 6 digits of a float.</summary>
    SingleBinary,
}
