using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>A position from its first entry to the exit that leaves nothing. All its figures derive from its executions.</summary>
/// <remarks>
/// Not thread-safe. <c>TradeBook</c> writes trades from what an exchange reports. Whoever keeps trades without it adds executions with
/// <c>AddExecution</c>, of the namespace StrategyEngine.Data.Trading.
/// </remarks>
public sealed class Trade : AuditedEntity
{
    private readonly List<TradeExecution> _executions = [];

    /// <summary>Whose trade it is.</summary>
    public required Guid UserId { get; init; }

    /// <summary>The user; null unless loaded.</summary>
    [JsonIgnore]
    public User? User { get; init; }

    /// <summary>The asset that is traded.</summary>
    public required Guid AssetId { get; init; }

    /// <summary>The asset; null unless loaded.</summary>
    [JsonIgnore]
    public Asset? Asset { get; set; }

    /// <summary>The account, or null for those who keep trades themselves.</summary>
    public Guid? AccountId { get; init; }

    /// <summary>The account; null unless loaded.</summary>
    [JsonIgnore]
    public TradingAccount? Account { get; init; }

    /// <summary>The run that opened it, or null.</summary>
    public Guid? RunId { get; set; }

    /// <summary>The run; null unless loaded.</summary>
    [JsonIgnore]
    public Run? Run { get; init; }

    /// <summary>The strategy that trades, or null.</summary>
    public Guid? StrategyId { get; set; }

    /// <summary>The strategy; null unless loaded.</summary>
    [JsonIgnore]
    public Strategy? Strategy { get; init; }

    /// <summary>The signal that was followed, or null.</summary>
    public Guid? SignalId { get; set; }

    /// <summary>The signal; null unless loaded.</summary>
    [JsonIgnore]
    public Signal? Signal { get; init; }

    /// <summary>The trade this one belongs to, or null.</summary>
    public Guid? ParentTradeId { get; init; }

    /// <summary>The fill that opened it; null for those who keep trades themselves.</summary>
    public Guid? OpeningFillId { get; internal set; }

    /// <summary>
    /// The side of the entry: <see cref="OrderSide.Buy"/> for a long position, <see cref="OrderSide.Sell"/> for a short one.
    /// </summary>
    public required OrderSide Side { get; init; }

    /// <summary>Where the trade stands. Derived.</summary>
    public TradeStatus Status { get; internal set; } = TradeStatus.Pending;

    /// <summary>The exchange's lower-case code.</summary>
    public required string Exchange { get; init => field = value.ToLowerInvariant(); }

    /// <summary>The quantity that is to be entered, above 0, or null if that is not limited.</summary>
    public decimal? Quantity { get; init; }

    /// <summary>What profit and fees are in: the settlement currency of the asset. Null before the first fill. Derived.</summary>
    public Currency? Currency { get; internal set; }

    /// <summary>The quantity filled on the entry side. Derived.</summary>
    public decimal FilledQuantity { get; internal set; }

    /// <summary>The quantity filled on the exit side. Derived.</summary>
    public decimal ExitQuantity { get; internal set; }

    /// <summary>What is held: after fees in the base currency of a spot market. 0 once the trade is closed. Derived.</summary>
    public decimal OpenQuantity { get; internal set; }

    /// <summary>
    /// What was left when it was closed, too small to be traded. It keeps its cost, which is not in the profit; a later sale takes it.
    /// Derived.
    /// </summary>
    public decimal DustQuantity { get; internal set; }

    /// <summary>
    /// The average price of the entry fills, to 12 decimals, by size: harmonic for an inverse contract. Null before the first. Derived.
    /// </summary>
    public decimal? EntryPrice { get; internal set; }

    /// <summary>The average price of the exit fills, as <see cref="EntryPrice"/>; null before the first. Derived.</summary>
    public decimal? ExitPrice { get; internal set; }

    /// <summary>
    /// What the fees of its fills took from the profit, in <see cref="Currency"/>, to 12 decimals, as far as their rates are known; a fee
    /// that was taken from the quantity is not in it. Derived.
    /// </summary>
    public decimal Fee { get; internal set; }

    /// <summary>
    /// The currencies of fees that could not be converted, such as <c>BNB</c>, with a blank between them; null if there are none. Derived.
    /// </summary>
    public string? MissingRates { get; internal set; }

    /// <summary>What its exits realized before fees, in <see cref="Currency"/>, to 8 decimals; null before the first. Derived.</summary>
    public decimal? GrossPnl { get; internal set; }

    /// <summary>
    /// The realized profit in <see cref="Currency"/>, after all fees so far, to 8 decimals; null before the first exit and while
    /// <see cref="MissingRates"/> names a currency. Derived.
    /// </summary>
    public decimal? Pnl { get; internal set; }

    /// <summary>
    /// <see cref="Pnl"/> in percent of the cost of the quantity that was closed, or of what that brought if it was sold short; null where
    /// there is no <see cref="Pnl"/>. Derived.
    /// </summary>
    public double? PnlPercentage { get; internal set; }

    /// <summary>When the trade was ordered or first filled.</summary>
    public required DateTimeOffset OpenedAt { get; set; }

    /// <summary>When the last quantity was closed, or null. Derived.</summary>
    public DateTimeOffset? ClosedAt { get; internal set; }

    /// <summary>Whole seconds from <see cref="OpenedAt"/> to <see cref="ClosedAt"/>, or null. Derived.</summary>
    public long? DurationSeconds { get; internal set; }

    /// <summary>The price that the decision to enter was made at, or null.</summary>
    public decimal? DecisionPrice { get; set; }

    /// <summary>The price of the signal that was followed, or null.</summary>
    public decimal? SignalPrice { get; set; }

    /// <summary>The highest price of stored candles while it was open, or null. Set by <c>TradeBook.MeasureExcursionsAsync</c>.</summary>
    public decimal? HighestPrice { get; set; }

    /// <summary>The lowest price of stored candles while it was open, or null. Set by <c>TradeBook.MeasureExcursionsAsync</c>.</summary>
    public decimal? LowestPrice { get; set; }

    /// <summary>The leverage that the exchange reports, or null.</summary>
    public decimal? Leverage { get; set; }

    /// <summary>Why it was closed, such as <c>stop_loss</c>, or null. At most 100 characters.</summary>
    public string? ExitReason { get; set; }

    /// <summary>Words to find it by, or null. At most 200 characters.</summary>
    public string? Tag { get; set; }

    /// <summary>Free text, or null.</summary>
    public string? Notes { get; set; }

    /// <summary>The fills; deleted with the trade.</summary>
    [JsonIgnore]
    public IReadOnlyList<TradeExecution> Executions => _executions;

    /// <summary>
    /// How much worse than <see cref="DecisionPrice"/> it was entered, as a fraction of that price: negative if it was better. Null where
    /// either is missing.
    /// </summary>
    public double? DecisionSlippage => Slippage(DecisionPrice);

    /// <summary>How much worse than <see cref="SignalPrice"/> it was entered, as <see cref="DecisionSlippage"/>.</summary>
    public double? SignalSlippage => Slippage(SignalPrice);

    /// <summary>Side, quantity, asset, venue and status.</summary>
    public override string ToString() => Printed.Text(
        $"Trade {Side} {FilledQuantity} {Asset?.Symbol ?? $"{AssetId}"} on {Exchange}, {Status} since {ClosedAt ?? OpenedAt}, {Id}");

    /// <summary>What adding an execution goes on from; not stored.</summary>
    internal object? Progress { get; set; }

    internal void Add(TradeExecution execution) => _executions.Add(execution);

    private double? Slippage(decimal? from) => EntryPrice is { } entry && from is > 0 and var price
        ? (double)((Side == OrderSide.Buy ? entry - price : price - entry) / price)
        : null;
}
