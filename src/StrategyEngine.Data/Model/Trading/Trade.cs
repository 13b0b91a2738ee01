using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>A position from entry to exit. Its averages, commission and profit derive from its executions.</summary>
/// <remarks>Not thread-safe. Add executions with <see cref="AddExecution"/>; load <see cref="Executions"/> first.</remarks>
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
    public Asset? Asset { get; init; }

    /// <summary>The strategy that trades, or null.</summary>
    public Guid? StrategyId { get; init; }

    /// <summary>The strategy; null unless loaded.</summary>
    [JsonIgnore]
    public Strategy? Strategy { get; init; }

    /// <summary>The signal that was followed, or null.</summary>
    public Guid? SignalId { get; init; }

    /// <summary>The signal; null unless loaded.</summary>
    [JsonIgnore]
    public Signal? Signal { get; init; }

    /// <summary>The trade this one belongs to, such as the entry of a bracket, or null.</summary>
    public Guid? ParentTradeId { get; init; }

    /// <summary>
    /// The side of the entry: <see cref="OrderSide.Buy"/> for a long position, <see cref="OrderSide.Sell"/> for a short one.
    /// </summary>
    public required OrderSide Side { get; init; }

    /// <summary>How the entry is executed.</summary>
    /// <value><see cref="OrderType.Market"/> by default.</value>
    public OrderType OrderType { get; set; } = OrderType.Market;

    /// <summary>How long the entry order stands.</summary>
    /// <value><see cref="TimeInForce.GoodTillCanceled"/> by default.</value>
    public TimeInForce TimeInForce { get; set; } = TimeInForce.GoodTillCanceled;

    /// <summary>Where the trade stands.</summary>
    /// <value><see cref="TradeStatus.Pending"/> by default.</value>
    public TradeStatus Status { get; set; } = TradeStatus.Pending;

    /// <summary>The exchange's lower-case code.</summary>
    public required string Exchange { get; init => field = value.ToLowerInvariant(); }

    /// <summary>The application's own id of the entry order, unique per user and exchange, or null.</summary>
    public string? ClientOrderId { get; set; }

    /// <summary>The exchange's id of the entry order, or null.</summary>
    public string? ExchangeOrderId { get; set; }

    /// <summary>The quantity ordered, in the base asset; above 0.</summary>
    public required decimal Quantity { get; init; }

    /// <summary>The limit price, or null.</summary>
    public decimal? LimitPrice { get; set; }

    /// <summary>The stop price, or null.</summary>
    public decimal? StopPrice { get; set; }

    /// <summary>The quantity filled on the entry side. Derived.</summary>
    public decimal FilledQuantity { get; private set; }

    /// <summary>
    /// The quantity-weighted average price of the entry fills, rounded half to even to 8 decimals; null before the first. Derived.
    /// </summary>
    public decimal? EntryPrice { get; private set; }

    /// <summary>
    /// The quantity-weighted average price of the exit fills, rounded half to even to 8 decimals; null before the first. Derived.
    /// </summary>
    public decimal? ExitPrice { get; private set; }

    /// <summary>The sum of the fills' commissions in the quote asset; those in another asset are not in it. Derived.</summary>
    public decimal Commission { get; private set; }

    /// <summary>
    /// The realized profit in the quote asset, after <see cref="Commission"/>, rounded half to even to 8 decimals; null before the first
    /// exit fill. Derived.
    /// </summary>
    public decimal? Pnl { get; private set; }

    /// <summary>
    /// <see cref="Pnl"/> in percent of the cost of the quantity that was closed; null before the first exit fill. Derived.
    /// </summary>
    public double? PnlPercentage { get; private set; }

    /// <summary>When the trade was ordered or first filled.</summary>
    public required DateTimeOffset OpenedAt { get; init; }

    /// <summary>When the last quantity was closed, or null. Derived.</summary>
    public DateTimeOffset? ClosedAt { get; private set; }

    /// <summary>Whole seconds from <see cref="OpenedAt"/> to <see cref="ClosedAt"/>, or null. Derived.</summary>
    public long? DurationSeconds { get; private set; }

    /// <summary>Free text, or null.</summary>
    public string? Notes { get; set; }

    /// <summary>The fills; deleted with the trade.</summary>
    [JsonIgnore]
    public IReadOnlyList<TradeExecution> Executions => _executions;

    /// <summary>Adds a fill and derives the trade's averages, commission, profit and status anew.</summary>
    /// <param name="execution">The fill. A commission in another asset stays with the fill and is not summed.</param>
    /// <exception cref="ArgumentException">The fill was added before, the exit fills would exceed the entry fills, the entry fills the
    /// quantity that was ordered, or a price or quantity is not above 0.</exception>
    /// <exception cref="InvalidOperationException">The trade was read without its executions.</exception>
    /// <exception cref="OverflowException">A sum does not fit a <see cref="decimal"/>; the trade is as before.</exception>
    public void AddExecution(TradeExecution execution)
    {
        ArgumentNullException.ThrowIfNull(execution);
        if (Filled(Side) != FilledQuantity)
        {
            throw new InvalidOperationException(
                "The trade was read without its executions, from which its figures derive. Read it with Include(trade => trade.Executions).");
        }

        if (_executions.Any(
            fill => ReferenceEquals(fill, execution) || (fill.ExchangeExecutionId is { } id && id == execution.ExchangeExecutionId)))
        {
            throw new ArgumentException("The fill was added before.", nameof(execution));
        }

        if (execution.Price <= 0 || execution.Quantity <= 0)
            throw new ArgumentException("A fill needs a price and a quantity above 0.", nameof(execution));
        var entered = Filled(Side) + (execution.Side == Side ? execution.Quantity : 0);
        var exited = Filled(Opposite) + (execution.Side == Side ? 0 : execution.Quantity);
        if (exited > entered)
        {
            throw new ArgumentException(
                "The exit fills would exceed the entry fills. Open the excess as a trade of its own.", nameof(execution));
        }

        if (entered > Quantity)
            throw new ArgumentException("The entry fills would exceed the quantity that was ordered.", nameof(execution));

        _executions.Add(execution);
        try
        {
            Derive();
        }
        catch (OverflowException)
        {
            _executions.Remove(execution);
            Derive();
            throw;
        }
    }

    private OrderSide Opposite => Side == OrderSide.Buy ? OrderSide.Sell : OrderSide.Buy;

    private decimal Filled(OrderSide side) => _executions.Where(fill => fill.Side == side).Sum(fill => fill.Quantity);

    private decimal Notional(OrderSide side) => _executions.Where(fill => fill.Side == side).Sum(fill => fill.Quantity * fill.Price);

    private void Derive()
    {
        var entered = Filled(Side);
        var exited = Filled(Opposite);
        FilledQuantity = entered;
        Commission = _executions.Where(fill => fill.CommissionAsset is null).Sum(fill => fill.Commission);
        EntryPrice = entered == 0 ? null : Round(Notional(Side) / entered);
        ExitPrice = exited == 0 ? null : Round(Notional(Opposite) / exited);

        if (exited > 0)
        {
            var cost = Notional(Side) / entered * exited;
            var gain = Side == OrderSide.Buy ? Notional(Opposite) - cost : cost - Notional(Opposite);
            Pnl = Round(gain - Commission);
            PnlPercentage = (double)((gain - Commission) / cost * 100);
        }

        if (exited > 0 && exited == entered)
        {
            Status = TradeStatus.Closed;
            ClosedAt = _executions.Max(fill => fill.ExecutedAt);
            DurationSeconds = (long)(ClosedAt.Value - OpenedAt).TotalSeconds;
        }
        else
        {
            ClosedAt = null;
            DurationSeconds = null;
            Status = exited > 0 ? TradeStatus.Open : entered < Quantity ? TradeStatus.PartiallyFilled : TradeStatus.Open;
        }
    }

    private static decimal Round(decimal value) => decimal.Round(value, 8, MidpointRounding.ToEven);

    /// <summary>Side, quantity, asset, venue and status.</summary>
    public override string ToString() =>
        Printed.Text($"Trade {Side} {Quantity} {Asset?.Symbol ?? $"{AssetId}"} on {Exchange}, {Status} since {ClosedAt ?? OpenedAt}, {Id}");
}
