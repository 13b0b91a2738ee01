using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>A fill, as an exchange or a back-test reports it.</summary>
public sealed record FillReport : VenueReport
{
    /// <summary>The exchange's id of the order; empty if it names none.</summary>
    public string ExchangeOrderId { get; init; } = "";

    /// <summary>The application's own id of the order, or null. It finds the order where the exchange's id is not known yet.</summary>
    public string? ClientOrderId { get; init; }

    /// <summary>The exchange's id of the fill. 1 to 100 characters.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>Whether it bought or sold.</summary>
    public required OrderSide Side { get; init; }

    /// <summary>The position it belongs to, in hedge mode; null otherwise.</summary>
    public PositionSide? PositionSide { get; init; }

    /// <summary>The price in the quote currency; above 0, with at most 12 decimals.</summary>
    public required decimal Price { get; init; }

    /// <summary>The quantity: of the base currency on a spot market, of contracts otherwise; above 0, with at most 12 decimals.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Units of one contract when it was filled, or null for what the asset says.</summary>
    public decimal? ContractSize { get; init; }

    /// <summary>What it cost, negative for a rebate; null for nothing.</summary>
    public Money? Fee { get; init; }

    /// <summary>
    /// What one unit of a fee in a third currency was worth in the settlement currency, or null to take it from stored candles.
    /// </summary>
    public decimal? FeeRate { get; init; }

    /// <summary>Whether it added liquidity, or null if unknown.</summary>
    public bool? IsMaker { get; init; }

    /// <summary>When the exchange filled it.</summary>
    public required DateTimeOffset ExecutedAt { get; init; }

    /// <summary>The exchange's own order of what it filled in one millisecond.</summary>
    /// <value>0 if it tells none.</value>
    public long Sequence { get; init; }

    /// <inheritdoc/>
    protected override bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
