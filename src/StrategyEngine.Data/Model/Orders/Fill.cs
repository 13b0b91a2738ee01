using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>A fill as the exchange told it. <c>TradeBook</c> writes it, and allocates it to trades.</summary>
/// <remarks>
/// Idempotent by account, asset, exchange order id, execution id and side: execution ids repeat across symbols, and both sides of a
/// self-trade may share one. Its order among others is that of <see cref="ExecutedAt"/>, <see cref="Sequence"/> and
/// <see cref="ExecutionId"/>.
/// </remarks>
public sealed class Fill : Entity
{
    /// <summary>The account.</summary>
    public required Guid AccountId { get; init; }

    /// <summary>The account; null unless loaded.</summary>
    [JsonIgnore]
    public TradingAccount? Account { get; init; }

    /// <summary>The asset.</summary>
    public required Guid AssetId { get; init; }

    /// <summary>The asset; null unless loaded.</summary>
    [JsonIgnore]
    public Asset? Asset { get; init; }

    /// <summary>Its place among the fills of its account and asset in the order in which they were stored; from 1.</summary>
    public long Number { get; internal set; }

    /// <summary>The order, or null while that has not been reported.</summary>
    public Guid? OrderId { get; internal set; }

    /// <summary>The order; null unless loaded.</summary>
    [JsonIgnore]
    public Order? Order { get; init; }

    /// <summary>The run, or null if nobody claimed the fill.</summary>
    public Guid? RunId { get; internal set; }

    /// <summary>The strategy, or null if nobody claimed the fill.</summary>
    public Guid? StrategyId { get; internal set; }

    /// <summary>The exchange's id of the order; empty if the fill names none.</summary>
    public string ExchangeOrderId { get; init; } = "";

    /// <summary>The application's own id of the order, or null if the fill named none.</summary>
    public string? ClientOrderId { get; init; }

    /// <summary>The exchange's id of the fill. 1 to 100 characters.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>Whether it bought or sold.</summary>
    public required OrderSide Side { get; init; }

    /// <summary>The position it belongs to, in hedge mode; null otherwise.</summary>
    public PositionSide? PositionSide { get; init; }

    /// <summary>The price in the quote currency; above 0.</summary>
    public required decimal Price { get; init; }

    /// <summary>The quantity: of the base currency on a spot market, of contracts otherwise; above 0.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Units of one contract when it was filled.</summary>
    public decimal ContractSize { get; init; } = 1;

    /// <summary>What it cost, in <see cref="FeeCurrency"/>; negative for a rebate, 0 for nothing.</summary>
    public decimal FeeAmount { get; init; }

    /// <summary>What <see cref="FeeAmount"/> is in; null where it is 0.</summary>
    public Currency? FeeCurrency { get; init; }

    /// <summary>
    /// What one unit of a fee in a third currency was worth in the settlement currency, or null where it is not needed or not known.
    /// </summary>
    public decimal? FeeRate { get; internal set; }

    /// <summary>Whether it added liquidity, or null if unknown.</summary>
    public bool? IsMaker { get; init; }

    /// <summary>When the exchange filled it.</summary>
    public required DateTimeOffset ExecutedAt { get; init; }

    /// <summary>The exchange's own order of what it filled in one millisecond.</summary>
    /// <value>0 if it tells none.</value>
    public long Sequence { get; init; }

    /// <summary>
    /// How much of it sold or closed more than was held, so that it is in no trade: fills before it are missing, or another strategy's
    /// holdings were sold.
    /// </summary>
    public decimal ExcessQuantity { get; internal set; }

    /// <summary>What it cost, or null for nothing.</summary>
    public Money? Fee => FeeCurrency is { } currency && FeeAmount != 0 ? new Money(FeeAmount, currency) : null;

    /// <summary>Side, quantity, price and instant.</summary>
    public override string ToString() =>
        Printed.Text($"Fill {Side} {Quantity} {Asset?.Symbol ?? $"{AssetId}"} at {Price}, {ExecutedAt}, {Id}");
}
