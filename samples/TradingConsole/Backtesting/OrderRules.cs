using StrategyEngine.Data.Model;

namespace TradingConsole.Backtesting;

/// <summary>What the venue accepts.</summary>
/// <param name="StepSize">The least change of a quantity.</param>
/// <param name="MinNotional">The least value of an order, in the quote asset.</param>
internal sealed record OrderRules(decimal StepSize = 0.00000001m, decimal MinNotional = 0)
{
    public static OrderRules Of(Asset asset) => new(asset.StepSize ?? 0.00000001m, asset.MinNotional ?? 0);

    /// <summary>The most that a budget buys, commission included, in whole steps; 0 if the venue would refuse the order.</summary>
    public decimal Quantity(decimal budget, decimal price, decimal commissionRate)
    {
        var affordable = budget / (price * (1 + commissionRate));
        var quantity = decimal.Floor(affordable / StepSize) * StepSize;
        return quantity * price < MinNotional ? 0 : quantity;
    }
}
