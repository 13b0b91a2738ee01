using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading.Costs;

namespace StrategyEngine.Data.Trading.Positions;

/// <summary>
/// A trade from its first entry to the exit that leaves nothing, or nothing that can be traded. Immutable: each fill gives a new state.
/// </summary>
/// <remarks>
/// <para>Gross profit is what its exits realised: for a linear instrument what was received less what it had cost, quantity × size ×
/// (exit − entry), and for an inverse one quantity × size × (1/entry − 1/exit). A fee in the base currency of a spot market is in it, as a
/// smaller quantity at the same cost.</para>
/// <para>Net profit is gross profit less all other fees of its fills. A fee counts in full when it is charged, also that of an entry whose
/// quantity is still open.</para>
/// </remarks>
internal sealed record RoundTrip
{
    public required TradeKey Key { get; init; }

    public required Guid? StrategyId { get; init; }

    /// <summary>The record of the fill that opened it, or the empty id.</summary>
    public Guid OpeningFillId { get; init; }

    /// <summary>The run that opened it, or null.</summary>
    public Guid? RunId { get; init; }

    /// <summary>What profit is in.</summary>
    public required Currency Settlement { get; init; }

    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When it was closed, or null.</summary>
    public DateTimeOffset? ClosedAt { get; init; }

    public PositionSide Side => Key.Side;

    /// <summary>The quantity of its entry fills, before fees in the base currency.</summary>
    public decimal EntryQuantity { get; init; }

    /// <summary>The quantity of its exit fills, before fees in the base currency.</summary>
    public decimal ExitQuantity { get; init; }

    /// <summary>The prices of its entry fills.</summary>
    public PriceAverage Entry { get; init; }

    /// <summary>The prices of its exit fills.</summary>
    public PriceAverage Exit { get; init; }

    /// <summary>What it still holds.</summary>
    public decimal OpenQuantity { get; init; }

    /// <summary>What was left when it was closed, too small to be traded. It keeps its cost, which is not in the profit.</summary>
    public decimal DustLeft { get; init; }

    /// <summary>What its exits took of dust that earlier trades had left; the cost of it is in the profit.</summary>
    public decimal DustTaken { get; init; }

    /// <summary>The cost of what its exits took; of a short position what that had brought. To 12 decimals.</summary>
    public decimal ExitCost { get; init; }

    /// <summary>Gross profit to 12 decimals.</summary>
    public decimal Gross { get; init; }

    /// <summary>What fees took from the profit, as far as their rates are known, to 12 decimals.</summary>
    public decimal SettledFees { get; init; }

    /// <summary>All fees as charged, those in the base currency included.</summary>
    public MoneyBag Fees { get; init; } = MoneyBag.Empty;

    /// <summary>Those of the fees whose rate is missing.</summary>
    public MoneyBag FeesWithoutRate { get; init; } = MoneyBag.Empty;

    /// <summary>The average price of the entry fills, to 12 decimals; null if it sold nothing but dust.</summary>
    public decimal? AverageEntryPrice => Entry.PriceOrNone;

    /// <summary>The average price of the exit fills, to 12 decimals; null before the first.</summary>
    public decimal? AverageExitPrice => Exit.PriceOrNone;

    /// <summary>Before fees, to 8 decimals.</summary>
    public Money GrossProfit => new(Amounts.Reported(Gross), Settlement);

    /// <summary>After fees, to 8 decimals; null as long as a rate is missing.</summary>
    public Money? NetProfit => FeesWithoutRate.IsEmpty ? new Money(Amounts.Reported(Gross - SettledFees), Settlement) : null;

    /// <summary>The currencies of fees that lack a rate.</summary>
    public IEnumerable<Currency> MissingRates => FeesWithoutRate.Sums.Select(sum => sum.Currency);

    public RoundTrip WithEntry(FillPart part, PriceAverage price, bool isInverse) => WithFee(part) with
    {
        EntryQuantity = Amounts.Sum(EntryQuantity, part.Quantity),
        Entry = Entry.With(price, isInverse),
        OpenQuantity = OpenQuantity + part.Moved,
    };

    public RoundTrip WithExit(FillPart part, PriceAverage price, bool isInverse, decimal cost, decimal gross, decimal dustTaken) =>
        WithFee(part) with
        {
            ExitQuantity = Amounts.Sum(ExitQuantity, part.Quantity),
            Exit = Exit.With(price, isInverse),
            OpenQuantity = OpenQuantity - (part.Moved - dustTaken),
            DustTaken = DustTaken + dustTaken,
            ExitCost = Amounts.Sum(ExitCost, cost),
            Gross = Amounts.Sum(Gross, gross),
        };

    public RoundTrip Closed(DateTimeOffset closedAt) => this with { ClosedAt = closedAt, OpenQuantity = 0, DustLeft = OpenQuantity };

    private RoundTrip WithFee(FillPart part) => this with
    {
        SettledFees = Amounts.Sum(SettledFees, part.SettledFee ?? 0),
        Fees = part.Fee is { } fee ? Fees.Add(fee) : Fees,
        FeesWithoutRate = part is { SettledFee: null, Fee: { } unknown } ? FeesWithoutRate.Add(unknown) : FeesWithoutRate,
    };
}
