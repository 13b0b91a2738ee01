namespace StrategyEngine.Data.Persistence;

/// <summary>What a CHECK constraint demands of an amount.</summary>
internal enum AmountRule
{
    /// <summary>Above 0.</summary>
    Positive,

    /// <summary>0 or above.</summary>
    NotNegative,
}
