namespace StrategyEngine.Data.Model;

/// <summary>The side of an order or fill.</summary>
/// <remarks>Stored as snake_case text.</remarks>
public enum OrderSide
{
    /// <summary>Buys the base asset; the entry of a long position.</summary>
    Buy,

    /// <summary>Sells the base asset; the entry of a short position.</summary>
    Sell,
}
