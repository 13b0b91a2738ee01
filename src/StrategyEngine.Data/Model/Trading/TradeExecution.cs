using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>One fill of a trade. The trade's averages, commission and profit derive from its fills.</summary>
public sealed class TradeExecution : Entity
{
    /// <summary>The trade it belongs to.</summary>
    public Guid TradeId { get; init; }

    /// <summary>The trade; null unless loaded.</summary>
    [JsonIgnore]
    public Trade? Trade { get; init; }

    /// <summary>Whether it bought or sold.</summary>
    public required OrderSide Side { get; init; }

    /// <summary>The price it was filled at, in the quote asset; above 0.</summary>
    public required decimal Price { get; init; }

    /// <summary>The quantity that was filled, in the base asset; above 0.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>What it cost, in <see cref="CommissionAsset"/>; negative for a rebate.</summary>
    /// <value>0 by default.</value>
    public decimal Commission { get; init; }

    /// <summary>The asset the commission was paid in, or null for the quote asset.</summary>
    public string? CommissionAsset { get; init; }

    /// <summary>Whether it added liquidity, or null if unknown.</summary>
    public bool? IsMaker { get; init; }

    /// <summary>When it was filled.</summary>
    public required DateTimeOffset ExecutedAt { get; init; }

    /// <summary>The exchange's id of the order that was filled, or null.</summary>
    public string? ExchangeOrderId { get; init; }

    /// <summary>The exchange's id of the fill, unique within the trade, or null.</summary>
    public string? ExchangeExecutionId { get; init; }

    /// <summary>Side, quantity, price and instant.</summary>
    public override string ToString() => Printed.Text($"TradeExecution {Side} {Quantity} at {Price}, {ExecutedAt}, {Id}");
}
