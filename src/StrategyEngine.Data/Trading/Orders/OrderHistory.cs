using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading.Orders;

/// <summary>
/// What the reports of an order come to, whatever the order of their delivery: they are taken by instant, sequence and how far they are.
/// </summary>
internal static class OrderHistory
{
    public static int Compare(OrderEvent one, OrderEvent other)
    {
        var order = one.OccurredAt.CompareTo(other.OccurredAt);
        if (order == 0)
            order = one.Sequence.CompareTo(other.Sequence);
        if (order == 0)
            order = OrderStates.Rank(one.Status).CompareTo(OrderStates.Rank(other.Status));
        if (order == 0)
            order = ((int)one.Status).CompareTo((int)other.Status);
        if (order == 0)
            order = Nullable.Compare(one.ReportedFilledQuantity, other.ReportedFilledQuantity);
        return order == 0 ? one.Quantity.CompareTo(other.Quantity) : order;
    }

    public static bool IsSame(OrderEvent one, OrderEvent other) =>
        one.OccurredAt == other.OccurredAt && one.Sequence == other.Sequence && one.Status == other.Status
        && one.Quantity == other.Quantity && one.Price == other.Price && one.StopPrice == other.StopPrice
        && one.ReportedFilledQuantity == other.ReportedFilledQuantity && one.StatusText == other.StatusText
        && one.RejectReason == other.RejectReason;

    /// <summary>Sets what follows from the reports.</summary>
    /// <param name="order">The order.</param>
    /// <param name="events">All its reports; at least one.</param>
    /// <exception cref="OrderException">One of them cannot follow the one before.</exception>
    public static void Derive(Order order, IEnumerable<OrderEvent> events)
    {
        var sorted = events.ToList();
        sorted.Sort(Compare);
        OrderStatus? status = null;
        OrderEvent? said = null;
        var at = sorted[0].OccurredAt;
        order.RejectReason = null;
        order.ReportedFilledQuantity = null;
        foreach (var report in sorted)
        {
            status = Follow(order, status, at, report);
            Take(order, report);
            if (status == report.Status)
                said = report;
            at = report.OccurredAt;
        }

        order.PlacedAt = sorted[0].OccurredAt;
        order.ReportedAt = at;
        order.ReportedStatus = status!.Value;
        order.StatusText = (said ?? sorted[^1]).StatusText;
    }

    /// <summary>Sets what follows from a report that is later than all before.</summary>
    /// <exception cref="OrderException">It cannot follow the one before.</exception>
    public static void Append(Order order, OrderEvent report)
    {
        var status = Follow(order, order.ReportedStatus, order.ReportedAt, report);
        Take(order, report);
        if (status == report.Status)
            order.StatusText = report.StatusText;
        order.ReportedAt = report.OccurredAt;
        order.ReportedStatus = status;
    }

    /// <summary>Sets the status, which fills may be ahead of.</summary>
    public static void Conclude(Order order)
    {
        var reported = order.ReportedStatus;
        order.Status = OrderStates.IsTerminal(reported) || order.FilledQuantity == 0 ? reported
            : reported == OrderStatus.Unknown ? OrderStatus.Unknown
            : order.FilledQuantity >= order.Quantity ? OrderStatus.Filled
            : reported == OrderStatus.CancelPending ? OrderStatus.CancelPending
            : OrderStatus.PartiallyFilled;
    }

    private static OrderStatus Follow(Order order, OrderStatus? before, DateTimeOffset at, OrderEvent report)
    {
        if (before is not { } known)
            return report.Status;
        return OrderStates.After(known, report.Status, report.OccurredAt - at) ?? throw new OrderException(
            "orders.transition",
            order.ClientOrderId,
            order.ExchangeOrderId,
            $"An order that is {known} cannot become {report.Status} later. Ask the exchange for the order; if it is another one, give it "
            + "the id that it has.");
    }

    private static void Take(Order order, OrderEvent report)
    {
        order.Quantity = report.Quantity;
        order.Price = report.Price ?? order.Price;
        order.StopPrice = report.StopPrice ?? order.StopPrice;
        order.RejectReason = report.RejectReason ?? order.RejectReason;
        if (report.ReportedFilledQuantity is { } filled)
            order.ReportedFilledQuantity = Math.Max(filled, order.ReportedFilledQuantity ?? 0);
    }
}
