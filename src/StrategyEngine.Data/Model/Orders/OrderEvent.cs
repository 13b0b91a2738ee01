using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>One report of an order, kept as it came. Never changed once it is stored.</summary>
public sealed class OrderEvent : Entity, IAppendOnly
{
    /// <summary>The order.</summary>
    public Guid OrderId { get; internal set; }

    /// <summary>The order; null unless loaded.</summary>
    [JsonIgnore]
    public Order? Order { get; init; }

    /// <summary>The status that was reported.</summary>
    public required OrderStatus Status { get; init; }

    /// <summary>The exchange's own word for the status, or null.</summary>
    public string? StatusText { get; init; }

    /// <summary>When the exchange says that it was so.</summary>
    public required DateTimeOffset OccurredAt { get; init; }

    /// <summary>The exchange's own order of what it reported in one millisecond.</summary>
    /// <value>0 if it tells none.</value>
    public long Sequence { get; init; }

    /// <summary>The quantity ordered then.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>The limit price then, or null.</summary>
    public decimal? Price { get; init; }

    /// <summary>The price that triggers it then, or null.</summary>
    public decimal? StopPrice { get; init; }

    /// <summary>The quantity that the exchange said was filled, or null.</summary>
    public decimal? ReportedFilledQuantity { get; init; }

    /// <summary>Why it was refused or failed, or null.</summary>
    public string? RejectReason { get; init; }

    /// <summary>Status and instant.</summary>
    public override string ToString() => Printed.Text($"OrderEvent {Status} {OccurredAt}, order {OrderId}");
}
