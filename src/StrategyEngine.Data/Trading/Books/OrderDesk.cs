using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Trading.Costs;
using StrategyEngine.Data.Trading.Orders;

namespace StrategyEngine.Data.Trading.Books;

/// <summary>The orders of one transaction: finds them by their ids, applies reports, and counts fills. Not thread-safe.</summary>
internal sealed class OrderDesk(
    DbContext context, TradingAccount account, IReadOnlyDictionary<Guid, Asset> assets, IReadOnlyDictionary<Guid, Run> runs)
{
    private readonly Dictionary<string, Order> _byClientId = [];
    private readonly Dictionary<(Guid Asset, string Id), Order> _byExchangeId = [];
    private readonly HashSet<Order> _changed = [];

    // Orders that may own fills which were stored before them.
    private readonly HashSet<Order> _claiming = [];

    /// <summary>Orders that are new or changed.</summary>
    public IReadOnlyCollection<Order> Changed => _changed;

    /// <summary>Reads the orders that reports name.</summary>
    public async Task LoadAsync(IReadOnlyList<VenueReport> reports, CancellationToken cancellationToken)
    {
        var clientIds = new HashSet<string?>();
        var exchangeIds = new HashSet<string?>();
        foreach (var report in reports)
        {
            var (client, exchange) = report switch
            {
                OrderReport order => (order.ClientOrderId, order.ExchangeOrderId),
                FillReport fill => (fill.ClientOrderId, fill.ExchangeOrderId),
                _ => (null, null),
            };
            if (!string.IsNullOrEmpty(client))
                clientIds.Add(client);
            if (report is OrderReport { ParentClientOrderId: { Length: > 0 } parent })
                clientIds.Add(parent);
            if (!string.IsNullOrEmpty(exchange))
                exchangeIds.Add(exchange);
        }

        if (clientIds.Count + exchangeIds.Count == 0)
            return;
        var known = await context.Set<Order>()
            .Where(order => order.AccountId == account.Id
                && (clientIds.Contains(order.ClientOrderId) || exchangeIds.Contains(order.ExchangeOrderId)))
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var order in known)
            Index(order);
    }

    /// <summary>The order of a fill, or null if it has not been reported.</summary>
    /// <exception cref="FillException">The fill contradicts the order.</exception>
    public Order? Find(FillReport fill)
    {
        if (!_byExchangeId.TryGetValue((fill.AssetId, fill.ExchangeOrderId), out var order))
            order = fill.ClientOrderId is { Length: > 0 } clientId ? _byClientId.GetValueOrDefault(clientId) : null;
        return order;
    }

    /// <summary>Applies a report.</summary>
    /// <returns>False if it was known already.</returns>
    /// <exception cref="OrderException">It is refused.</exception>
    public async Task<bool> ApplyAsync(OrderReport report, CancellationToken cancellationToken)
    {
        Demand(report);
        var change = EventOf(report);
        var order = Find(report);
        if (order is null)
        {
            Add(report, change);
            return true;
        }

        DemandSame(order, report);
        var isKnown = !Join(order, report);
        if (change.OccurredAt > order.ReportedAt)
        {
            OrderHistory.Append(order, With(order, change));
        }
        else
        {
            await context.Entry(order).Collection(known => known.Events).LoadAsync(cancellationToken).ConfigureAwait(false);
            if (order.Events.Exists(known => OrderHistory.IsSame(known, change)))
            {
                if (!isKnown)
                    _changed.Add(order);
                return !isKnown;
            }

            OrderHistory.Derive(order, [.. order.Events, change]);
            With(order, change);
        }

        OrderHistory.Conclude(order);
        DemandFilled(order);
        _changed.Add(order);
        return true;
    }

    /// <summary>Gives orders the fills that were stored before them.</summary>
    /// <returns>The assets whose fills have another strategy now.</returns>
    public async Task<IReadOnlyCollection<Guid>> ClaimFillsAsync(CancellationToken cancellationToken)
    {
        var assetIds = new HashSet<Guid>();
        foreach (var order in _claiming)
        {
            var (exchangeId, clientId) = (order.ExchangeOrderId ?? "", order.ClientOrderId ?? "");
            var fills = await context.Set<Fill>()
                .Where(
                    fill =>
                        fill.AccountId == account.Id && fill.AssetId == order.AssetId && (fill.OrderId == null || fill.OrderId == order.Id)
                    && ((exchangeId != "" && fill.ExchangeOrderId == exchangeId) || (clientId != "" && fill.ClientOrderId == clientId)))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
            foreach (var fill in fills)
            {
                if (fill.OrderId is null)
                {
                    fill.OrderId = order.Id;
                    await FillAsync(order, fill, InstrumentTerms.Of(assets[order.AssetId]).IsInverse, cancellationToken)
                        .ConfigureAwait(false);
                }

                if (order.RunId is null || fill.RunId == order.RunId)
                    continue;
                if (fill.RunId is not null)
                {
                    throw new OrderException(
                        "orders.contradiction", order.ClientOrderId, order.ExchangeOrderId,
                        "A fill of the order is stored for another run. Report the order with the run of its fills.");
                }

                if (fill.StrategyId != order.StrategyId)
                    assetIds.Add(order.AssetId);
                fill.RunId = order.RunId;
                fill.StrategyId = order.StrategyId;
                assetIds.Add(order.AssetId);
            }
        }

        return assetIds;
    }

    /// <summary>Counts a fill of an order.</summary>
    /// <exception cref="FillException">It contradicts the order, exceeds it, or lies before it.</exception>
    public async Task FillAsync(Order order, Fill fill, bool isInverse, CancellationToken cancellationToken)
    {
        var told = VenueFill.Of(fill);
        if (fill.Side != order.Side || fill.AssetId != order.AssetId || fill.PositionSide != order.PositionSide)
        {
            throw new FillException(
                "fills.contradiction", told, "The fill has another side or asset than its order. Correct the one that is wrong.");
        }

        if (fill.ExecutedAt < order.PlacedAt - OrderStates.ClockTolerance
            && await IsPlacementKnownAsync(order, cancellationToken).ConfigureAwait(false))
        {
            throw new FillException(
                "fills.before_order", told,
                "The fill lies more than 5 seconds before its order was placed, which no difference of clocks explains. Check the units "
                + "and "
                + "the zone of both instants.");
        }

        if (order.FilledQuantity + fill.Quantity > order.Quantity)
        {
            throw new FillException(
                "fills.exceeds_order", told,
                "The fills of the order would exceed its quantity. If the order was amended, apply its report first.");
        }

        var (quantity, price) = (Ratio.Of(fill.Quantity), Ratio.Of(fill.Price));
        order.FilledQuantity += fill.Quantity;
        order.FilledValue = Amounts.Sum(order.FilledValue, (isInverse ? quantity / price : quantity * price).Round(Amounts.Decimals));
        var (filled, value) = (Ratio.Of(order.FilledQuantity), Ratio.Of(order.FilledValue));
        order.AveragePrice = order.FilledValue == 0 ? fill.Price : (isInverse ? filled / value : value / filled).Round(Amounts.Decimals);
        OrderHistory.Conclude(order);
        _changed.Add(order);
    }

    // What the exchange said first of an order may have been said long after it was placed; what the application noted was not.
    private async Task<bool> IsPlacementKnownAsync(Order order, CancellationToken cancellationToken)
    {
        if (context.Entry(order).State != EntityState.Added)
            await context.Entry(order).Collection(known => known.Events).LoadAsync(cancellationToken).ConfigureAwait(false);
        return order.Events.Exists(known => known.OccurredAt == order.PlacedAt && OrderStates.IsOwn(known.Status));
    }

    private static OrderEvent EventOf(OrderReport report) => new()
    {
        Status = report.Status,
        StatusText = report.StatusText,
        OccurredAt = Instants.Truncate(report.OccurredAt),
        Sequence = report.Sequence,
        Quantity = report.Quantity,
        Price = report.Price,
        StopPrice = report.StopPrice,
        ReportedFilledQuantity = report.FilledQuantity,
        RejectReason = report.RejectReason,
    };

    private OrderEvent With(Order order, OrderEvent change)
    {
        change.OrderId = order.Id;
        context.Add(change);
        return change;
    }

    private Order? Find(OrderReport report)
    {
        var byClient = report.ClientOrderId is { Length: > 0 } clientId ? _byClientId.GetValueOrDefault(clientId) : null;
        var byExchange = report.ExchangeOrderId is { Length: > 0 } exchangeId
            ? _byExchangeId.GetValueOrDefault((report.AssetId, exchangeId))
            : null;
        return byClient is not null && byExchange is not null && byClient != byExchange
            ? throw Refusal("orders.contradiction", report, "The two ids of the report belong to two orders that are stored. Correct them.")
            : byClient ?? byExchange;
    }

    private void Add(OrderReport report, OrderEvent change)
    {
        var order = new Order
        {
            AccountId = account.Id,
            AssetId = report.AssetId,
            Side = report.Side,
            PositionSide = report.PositionSide,
            ClientOrderId = NullIfEmpty(report.ClientOrderId),
            ExchangeOrderId = NullIfEmpty(report.ExchangeOrderId),
            Type = report.Type,
            TimeInForce = report.TimeInForce,
            IsReduceOnly = report.IsReduceOnly,
        };
        Join(order, report);
        OrderHistory.Derive(order, [change]);
        OrderHistory.Conclude(order);
        context.Add(order);
        With(order, change);
        Index(order);
        _claiming.Add(order);
        _changed.Add(order);
    }

    // What only some reports tell is kept from whichever told it.
    private bool Join(Order order, OrderReport report)
    {
        var before = (order.ClientOrderId, order.ExchangeOrderId, order.RunId, order.SignalId, order.DecisionPrice,
            order.OneCancelsOtherGroup, order.ParentOrderId);
        order.ClientOrderId ??= NullIfEmpty(report.ClientOrderId);
        order.ExchangeOrderId ??= NullIfEmpty(report.ExchangeOrderId);
        order.SignalId ??= report.SignalId;
        order.DecisionPrice ??= report.DecisionPrice;
        order.OneCancelsOtherGroup ??= report.OneCancelsOtherGroup;
        if (order.RunId is null && report.RunId is { } runId)
        {
            order.RunId = runId;
            order.StrategyId = runs[runId].StrategyId;
        }

        if (report.ParentClientOrderId is { Length: > 0 } parent)
        {
            order.ParentOrderId ??= _byClientId.GetValueOrDefault(parent)?.Id
                ?? throw Refusal(
                    "orders.contradiction", report, "The order that it belongs to has not been reported. Report that one first.");
        }

        var isChanged = before != (order.ClientOrderId, order.ExchangeOrderId, order.RunId, order.SignalId, order.DecisionPrice,
            order.OneCancelsOtherGroup, order.ParentOrderId);
        if (before.ClientOrderId != order.ClientOrderId || before.ExchangeOrderId != order.ExchangeOrderId || before.RunId != order.RunId)
            _claiming.Add(order);
        Index(order);
        return isChanged;
    }

    private void Index(Order order)
    {
        if (order.ClientOrderId is { } clientId)
            _byClientId[clientId] = order;
        if (order.ExchangeOrderId is { } exchangeId)
            _byExchangeId[(order.AssetId, exchangeId)] = order;
    }

    private void Demand(OrderReport report)
    {
        if (string.IsNullOrEmpty(report.ClientOrderId) && string.IsNullOrEmpty(report.ExchangeOrderId))
        {
            throw Refusal(
                "orders.id", report, "A report needs the application's own id or the exchange's, by which the order is found again.");
        }

        if (report.ClientOrderId?.Length > 100 || report.ExchangeOrderId?.Length > 100)
            throw Refusal("orders.id", report, "An id of the order is longer than 100 characters.");
        if (report.Status == OrderStatus.Unknown && string.IsNullOrWhiteSpace(report.StatusText))
            throw Refusal("orders.report", report, "A status that is not known is kept with the exchange's word for it: set StatusText.");
        foreach (var amount in new[] { report.Quantity, report.Price, report.StopPrice, report.DecisionPrice })
        {
            if (amount is { } value && (value <= 0 || !Amounts.Fits(value)))
            {
                throw Refusal(
                    "orders.report",
                    report,
                    "Quantity and prices of an order are above 0 and have at most 12 decimals; an unknown price is null.");
            }
        }

        if (report.FilledQuantity is { } filled && (filled < 0 || filled > report.Quantity || !Amounts.Fits(filled)))
            throw Refusal("orders.report", report, "The filled quantity is at least 0 and at most the quantity that was ordered.");
        if (OrderStates.IsOwn(report.Status))
            DemandFilters(report);
    }

    // What the exchange has accepted is a fact; what the application is about to send can still be corrected.
    private void DemandFilters(OrderReport report)
    {
        var asset = assets[report.AssetId];
        if (asset.Status != AssetStatus.Trading)
            throw Refusal("orders.not_trading", report, $"The asset is {asset.Status}: no order can be placed.");
        var expected = report.DecisionPrice is { } decision ? asset.NearestPrice(decision) : (decimal?)null;
        var faults = asset.FindFaults(report.Quantity, report.Price ?? expected, report.StopPrice);
        if (faults.Count > 0)
        {
            throw Refusal(
                "orders.filter", report,
                $"{string.Join(' ', faults)} Asset.NearestPrice and Asset.QuantityAtMost give what is allowed.");
        }
    }

    private static void DemandSame(Order order, OrderReport report)
    {
        if (order.AssetId != report.AssetId || order.Side != report.Side || order.PositionSide != report.PositionSide
            || (order.RunId is { } known && report.RunId is { } runId && known != runId)
            || (order.ExchangeOrderId is { } exchangeId && report.ExchangeOrderId is { Length: > 0 } reported && exchangeId != reported)
            || (order.ClientOrderId is { } clientId && report.ClientOrderId is { Length: > 0 } own && clientId != own))
        {
            throw Refusal(
                "orders.contradiction", report,
                "An order of these ids is stored with another asset, side, run or id. An order never changes those: use an id of its own.");
        }
    }

    private static void DemandFilled(Order order)
    {
        if (order.FilledQuantity > order.Quantity)
        {
            throw new OrderException(
                "orders.contradiction", order.ClientOrderId, order.ExchangeOrderId,
                "Fills that are stored exceed the quantity that the report gives the order. Check which of both is of another order.");
        }
    }

    private static string? NullIfEmpty(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static OrderException Refusal(string code, OrderReport report, string message) =>
        new(code, report.ClientOrderId, report.ExchangeOrderId, message);
}
