using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>
/// The state of an order at an instant, as an exchange or a back-test reports it, or as the application notes it before it sends the order.
/// </summary>
/// <remarks>
/// It needs a <see cref="ClientOrderId"/> or an <see cref="ExchangeOrderId"/>, by which further reports find the order. A report that names
/// both joins them.
/// </remarks>
public sealed record OrderReport : VenueReport
{
    /// <summary>The application's own id, or null. 1 to 100 characters.</summary>
    public string? ClientOrderId { get; init; }

    /// <summary>The exchange's id, or null before it has one. 1 to 100 characters.</summary>
    public string? ExchangeOrderId { get; init; }

    /// <summary>Whether it buys or sells.</summary>
    public required OrderSide Side { get; init; }

    /// <summary>The position that it belongs to, in hedge mode; null otherwise.</summary>
    public PositionSide? PositionSide { get; init; }

    /// <summary>How it is executed.</summary>
    /// <value><see cref="OrderType.Market"/> by default.</value>
    public OrderType Type { get; init; } = OrderType.Market;

    /// <summary>How long it stands.</summary>
    /// <value><see cref="TimeInForce.GoodTillCanceled"/> by default.</value>
    public TimeInForce TimeInForce { get; init; } = TimeInForce.GoodTillCanceled;

    /// <summary>The limit price, or null.</summary>
    public decimal? Price { get; init; }

    /// <summary>The price that triggers it, or null.</summary>
    public decimal? StopPrice { get; init; }

    /// <summary>The quantity ordered; above 0. A report with another quantity than the one before amends the order.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Where it stands.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>The exchange's own word for the status, or null. Needed where <see cref="Status"/> is <see cref="OrderStatus.Unknown"/>.
    /// </summary>
    public string? StatusText { get; init; }

    /// <summary>When it was so, by the exchange's clock.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The exchange's own order of what it reported in one millisecond.</summary>
    /// <value>0 if it tells none.</value>
    public long Sequence { get; init; }

    /// <summary>The quantity that the exchange says is filled, or null if it does not say.</summary>
    public decimal? FilledQuantity { get; init; }

    /// <summary>Whether it may only reduce a position.</summary>
    public bool IsReduceOnly { get; init; }

    /// <summary>The price that the decision was made at, or null.</summary>
    public decimal? DecisionPrice { get; init; }

    /// <summary>Why it was refused or failed, or null.</summary>
    public string? RejectReason { get; init; }

    /// <summary>The signal that it follows, or null.</summary>
    public Guid? SignalId { get; init; }

    /// <summary>The <see cref="ClientOrderId"/> of the order that this one belongs to, or null.</summary>
    public string? ParentClientOrderId { get; init; }

    /// <summary>Names a group of which one order cancels the others, or null.</summary>
    public string? OneCancelsOtherGroup { get; init; }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
