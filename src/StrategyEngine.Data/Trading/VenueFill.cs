using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading;

/// <summary>A fill as the venue tells it. Immutable.</summary>
internal sealed record VenueFill
{
    /// <summary>When the venue filled it; kept in whole milliseconds.</summary>
    public required DateTimeOffset ExecutedAt { get; init; }

    /// <summary>The venue's own order of what it filled in one millisecond.</summary>
    /// <value>0 if it tells none.</value>
    public long Sequence { get; init; }

    /// <summary>The exchange's id of the fill; not empty.</summary>
    public required string ExecutionId { get; init; }

    /// <summary>The exchange's id of the order; empty if unknown.</summary>
    public required string ExchangeOrderId { get; init; }

    /// <summary>Whether it bought or sold.</summary>
    public required OrderSide Side { get; init; }

    /// <summary>The position it belongs to, in hedge mode; null otherwise.</summary>
    public PositionSide? PositionSide { get; init; }

    /// <summary>The price in the quote currency; above 0.</summary>
    public required decimal Price { get; init; }

    /// <summary>The quantity: of the base currency on a spot market, of contracts otherwise; above 0.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>Units of one contract when it was filled, or null for what the instrument says now.</summary>
    public decimal? ContractSize { get; init; }

    /// <summary>What it cost, negative for a rebate; null for nothing.</summary>
    public Money? Fee { get; init; }

    /// <summary>The strategy whose fill it is, or null if nobody claimed it.</summary>
    public Guid? StrategyId { get; init; }

    /// <summary>The id of its record, or the empty one.</summary>
    public Guid Id { get; init; }

    /// <summary>The run that it belongs to, or null.</summary>
    public Guid? RunId { get; init; }

    /// <summary>Whether it added liquidity, or null if unknown.</summary>
    public bool? IsMaker { get; init; }

    /// <summary>What one unit of a fee in a third currency was worth in the settlement currency, or null if that is not known.</summary>
    public decimal? FeeRate { get; init; }

    public FillKey Key => new(ExchangeOrderId, ExecutionId, Side);

    /// <summary>The contract size once the fill is booked.</summary>
    public decimal Size => ContractSize ?? 1;

    /// <summary>A stored fill.</summary>
    public static VenueFill Of(Fill fill) => new()
    {
        Id = fill.Id,
        RunId = fill.RunId,
        StrategyId = fill.StrategyId,
        ExecutedAt = fill.ExecutedAt,
        Sequence = fill.Sequence,
        ExecutionId = fill.ExecutionId,
        ExchangeOrderId = fill.ExchangeOrderId,
        Side = fill.Side,
        PositionSide = fill.PositionSide,
        Price = fill.Price,
        Quantity = fill.Quantity,
        ContractSize = fill.ContractSize,
        Fee = fill.Fee,
        FeeRate = fill.FeeRate,
        IsMaker = fill.IsMaker,
    };

    /// <summary>Whether the venue tells the same of both, whoever claimed them and whatever rate is known.</summary>
    public bool IsSameFact(VenueFill other) =>
        this == other with { Id = Id, RunId = RunId, StrategyId = StrategyId, FeeRate = FeeRate, IsMaker = IsMaker };
}
