using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>An order at an exchange or of a back-test, as the reports say that it is. <c>TradeBook</c> writes it.</summary>
/// <remarks>
/// Unique per account by <see cref="ClientOrderId"/>, and per account and asset by <see cref="ExchangeOrderId"/>. What it was at each time
/// stands in <see cref="Events"/>.
/// </remarks>
public sealed class Order : Entity
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

    /// <summary>The run that placed it, or null if none did.</summary>
    public Guid? RunId { get; internal set; }

    /// <summary>The strategy that placed it, or null.</summary>
    public Guid? StrategyId { get; internal set; }

    /// <summary>The signal that it follows, or null.</summary>
    public Guid? SignalId { get; internal set; }

    /// <summary>The order that this one belongs to, such as the entry of a bracket, or null.</summary>
    public Guid? ParentOrderId { get; internal set; }

    /// <summary>Names a group of which one order cancels the others (OCO), or null.</summary>
    public string? OneCancelsOtherGroup { get; internal set; }

    /// <summary>The application's own id, unique per account, or null.</summary>
    public string? ClientOrderId { get; internal set; }

    /// <summary>The exchange's id, unique per account and asset, or null before it has one.</summary>
    public string? ExchangeOrderId { get; internal set; }

    /// <summary>Whether it buys or sells.</summary>
    public required OrderSide Side { get; init; }

    /// <summary>The position that it belongs to, in hedge mode; null otherwise.</summary>
    public PositionSide? PositionSide { get; init; }

    /// <summary>How it is executed.</summary>
    public OrderType Type { get; internal set; } = OrderType.Market;

    /// <summary>How long it stands.</summary>
    public TimeInForce TimeInForce { get; internal set; } = TimeInForce.GoodTillCanceled;

    /// <summary>The limit price, or null.</summary>
    public decimal? Price { get; internal set; }

    /// <summary>The price that triggers it, or null.</summary>
    public decimal? StopPrice { get; internal set; }

    /// <summary>The quantity ordered: of the base currency on a spot market, of contracts otherwise; above 0.</summary>
    public decimal Quantity { get; internal set; }

    /// <summary>The quantity of the fills that are known.</summary>
    public decimal FilledQuantity { get; internal set; }

    /// <summary>The quantity of each fill times its price, divided by it for an inverse contract; to 12 decimals each.</summary>
    public decimal FilledValue { get; internal set; }

    /// <summary>The average price of the fills that are known, to 12 decimals; harmonic for an inverse contract. Null before the first.
    /// </summary>
    public decimal? AveragePrice { get; internal set; }

    /// <summary>The quantity that the exchange says is filled, or null if it did not say. More than <see cref="FilledQuantity"/> while
    /// fills are missing.</summary>
    public decimal? ReportedFilledQuantity { get; internal set; }

    /// <summary>Whether it may only reduce a position.</summary>
    public bool IsReduceOnly { get; internal set; }

    /// <summary>The price that the decision was made at, from which slippage is measured, or null.</summary>
    public decimal? DecisionPrice { get; internal set; }

    /// <summary>Where it stands.</summary>
    public OrderStatus Status { get; internal set; } = OrderStatus.Queued;

    /// <summary>
    /// The status of the latest report. <see cref="Status"/> is ahead of it where fills that are known say more.
    /// </summary>
    public OrderStatus ReportedStatus { get; internal set; } = OrderStatus.Queued;

    /// <summary>The exchange's own word for the status, or null.</summary>
    public string? StatusText { get; internal set; }

    /// <summary>Why it was refused or failed, or null.</summary>
    public string? RejectReason { get; internal set; }

    /// <summary>When it was placed: the earliest instant of its reports.</summary>
    public DateTimeOffset PlacedAt { get; internal set; }

    /// <summary>When the exchange last reported it.</summary>
    public DateTimeOffset ReportedAt { get; internal set; }

    /// <summary>What was reported of it, in no particular order; deleted with it.</summary>
    [JsonIgnore]
    public List<OrderEvent> Events { get; } = [];

    /// <summary>Whether nothing more is expected of it.</summary>
    public bool IsTerminal => Status is OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Rejected or OrderStatus.Failed
        or OrderStatus.Expired;

    /// <summary>Side, quantity, price and status.</summary>
    public override string ToString() => Printed.Text(
        $"Order {Side} {Quantity} {Asset?.Symbol ?? $"{AssetId}"} {Type} {Price}, {FilledQuantity} filled, {Status}, {Id}");
}
