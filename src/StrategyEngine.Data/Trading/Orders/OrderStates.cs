using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading.Orders;

/// <summary>Which status of an order may follow which.</summary>
internal static class OrderStates
{
    /// <summary>
    /// How much an application's clock and an exchange's may differ: a status that only the application gives (queued, submitted) may be
    /// this much later than what the exchange said of the order, and a fill this much earlier than the order.
    /// </summary>
    public static readonly TimeSpan ClockTolerance = TimeSpan.FromSeconds(5);

    /// <summary>Whether nothing more is expected.</summary>
    public static bool IsTerminal(OrderStatus status) => status is OrderStatus.Filled or OrderStatus.Canceled or OrderStatus.Rejected
        or OrderStatus.Failed or OrderStatus.Expired;

    /// <summary>Whether the application gives the status by its own clock, not the exchange.</summary>
    public static bool IsOwn(OrderStatus status) => status is OrderStatus.Queued or OrderStatus.Submitted;

    /// <summary>The order of statuses of one instant: what is further comes later.</summary>
    public static int Rank(OrderStatus status) => status switch
    {
        OrderStatus.Queued => 0,
        OrderStatus.Submitted => 1,
        OrderStatus.Acknowledged => 2,
        OrderStatus.CancelPending => 3,
        OrderStatus.PartiallyFilled => 4,
        OrderStatus.Unknown => 5,
        _ => 6,
    };

    /// <summary>The status after a report; null if it cannot follow.</summary>
    /// <param name="before">The status before.</param>
    /// <param name="reported">The status of a later report.</param>
    /// <param name="later">By how much the report is later.</param>
    public static OrderStatus? After(OrderStatus before, OrderStatus reported, TimeSpan later)
    {
        if (before == reported)
            return before;

        // To withdraw an order that has just ended is a race that is lost, and a word that is not known ends and revives nothing.
        if (IsTerminal(before))
        {
            return reported is OrderStatus.CancelPending or OrderStatus.Unknown
                || (IsOwn(reported) && later <= ClockTolerance) ? before : null;
        }

        if (reported == OrderStatus.Unknown || before == OrderStatus.Unknown)
            return IsOwn(reported) ? before : reported;
        if (IsOwn(reported))
            return Rank(reported) > Rank(before) ? reported : later <= ClockTolerance ? before : null;
        return (before, reported) switch
        {
            (OrderStatus.PartiallyFilled, OrderStatus.Acknowledged or OrderStatus.Rejected) => null,
            _ => reported,
        };
    }
}
