namespace StrategyEngine.Data.Model;

/// <summary>What kind of instrument an asset is.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum AssetClass
{
    /// <summary>A crypto-currency pair.</summary>
    Crypto,

    /// <summary>A currency pair.</summary>
    Forex,

    /// <summary>A listed share or fund.</summary>
    Stock,
}
