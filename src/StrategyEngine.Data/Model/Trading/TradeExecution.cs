using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>The part of a fill that belongs to a trade. One fill may close one trade and open the next.</summary>
public sealed class TradeExecution : Entity
{
    /// <summary>The trade it belongs to.</summary>
    public Guid TradeId { get; init; }

    /// <summary>The trade; null unless loaded.</summary>
    [JsonIgnore]
    public Trade? Trade { get; init; }

    /// <summary>The fill that it is part of; null for those who keep trades themselves.</summary>
    public Guid? FillId { get; init; }

    /// <summary>Whether it bought or sold.</summary>
    public required OrderSide Side { get; init; }

    /// <summary>The price it was filled at, in the quote currency; above 0.</summary>
    public required decimal Price { get; init; }

    /// <summary>The quantity that was filled: of the base currency on a spot market, of contracts otherwise; above 0.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Units of one contract when it was filled.</summary>
    /// <value>The asset's when it is added, unless it is set.</value>
    public decimal? ContractSize { get; init; }

    /// <summary>What it cost, in <see cref="FeeCurrency"/>; negative for a rebate.</summary>
    /// <value>0 by default.</value>
    public decimal FeeAmount { get; init; }

    /// <summary>What <see cref="FeeAmount"/> is in; needed unless that is 0.</summary>
    public Currency? FeeCurrency { get; init; }

    /// <summary>What one unit of a fee in a third currency was worth in the settlement currency, or null if that is not known.</summary>
    public decimal? FeeRate { get; init; }

    /// <summary>What it realized before its fee, in the settlement currency, to 12 decimals; 0 for an entry. Derived.</summary>
    public decimal GrossPnl { get; internal set; }

    /// <summary>Whether it added liquidity, or null if unknown.</summary>
    public bool? IsMaker { get; init; }

    /// <summary>When it was filled.</summary>
    public required DateTimeOffset ExecutedAt { get; init; }

    /// <summary>The exchange's id of the order that was filled, or null.</summary>
    public string? ExchangeOrderId { get; init; }

    /// <summary>The exchange's id of the fill, unique within the trade with order and side, or null.</summary>
    public string? ExchangeExecutionId { get; init; }

    /// <summary>What it cost, or null for nothing.</summary>
    public Money? Fee => FeeCurrency is { } currency && FeeAmount != 0 ? new Money(FeeAmount, currency) : null;

    /// <summary>Side, quantity, price and instant.</summary>
    public override string ToString() => Printed.Text($"TradeExecution {Side} {Quantity} at {Price}, {ExecutedAt}, {Id}");
}
