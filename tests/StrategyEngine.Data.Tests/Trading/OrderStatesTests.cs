using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading.Orders;

namespace StrategyEngine.Data.Tests.Trading;

public sealed class OrderStatesTests
{
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(1);

    private static IEnumerable<TestCaseData> Pairs =>
        from before in Enum.GetValues<OrderStatus>()
        from after in Enum.GetValues<OrderStatus>()
        select new TestCaseData(before, after);

    [TestCaseSource(nameof(Pairs))]
    public void A_status_follows_another_as_the_page_says(OrderStatus before, OrderStatus after)
    {
        OrderStates.After(before, after, Later).Should().Be(Expected(before, after));
    }

    [TestCase(OrderStatus.Acknowledged, OrderStatus.Submitted)]
    [TestCase(OrderStatus.Filled, OrderStatus.Submitted)]
    [TestCase(OrderStatus.Canceled, OrderStatus.Queued)]
    [TestCase(OrderStatus.PartiallyFilled, OrderStatus.Queued)]
    public void What_the_application_noted_by_a_clock_that_is_ahead_changes_nothing(OrderStatus before, OrderStatus after)
    {
        OrderStates.After(before, after, OrderStates.ClockTolerance).Should().Be(before);
        OrderStates.After(before, after, OrderStates.ClockTolerance + TimeSpan.FromMilliseconds(1)).Should().BeNull();
    }

    [Test]
    public void Reports_come_to_the_same_in_any_order_of_delivery()
    {
        var random = new Random(5);
        OrderEvent[] events =
        [
            Event(OrderStatus.Queued, 0), Event(OrderStatus.Submitted, 1), Event(OrderStatus.Acknowledged, 1),
            Event(OrderStatus.PartiallyFilled, 2), Event(OrderStatus.Unknown, 3), Event(OrderStatus.PartiallyFilled, 4),
            Event(OrderStatus.CancelPending, 5), Event(OrderStatus.Canceled, 5),
        ];
        for (var round = 0; round < 50; round++)
        {
            random.Shuffle(events);
            var order = NewOrder();
            OrderHistory.Derive(order, events);
            OrderHistory.Conclude(order);
            (order.Status, order.PlacedAt, order.ReportedAt).Should()
                .Be((OrderStatus.Canceled, Instant, Instant.AddSeconds(5)));
        }
    }

    [TestCase(OrderStatus.Acknowledged, 0.4, OrderStatus.PartiallyFilled)]
    [TestCase(OrderStatus.Acknowledged, 1, OrderStatus.Filled)]
    [TestCase(OrderStatus.Queued, 1, OrderStatus.Filled)]
    [TestCase(OrderStatus.CancelPending, 0.4, OrderStatus.CancelPending)]
    [TestCase(OrderStatus.Unknown, 1, OrderStatus.Unknown)]
    [TestCase(OrderStatus.Canceled, 0.4, OrderStatus.Canceled)]
    [TestCase(OrderStatus.Acknowledged, 0, OrderStatus.Acknowledged)]
    public void Fills_may_be_ahead_of_the_reports(OrderStatus reported, double filled, OrderStatus status)
    {
        var order = NewOrder();
        OrderHistory.Derive(order, [Event(reported, 0)]);
        order.FilledQuantity = (decimal)filled;

        OrderHistory.Conclude(order);

        order.Status.Should().Be(status);
        order.IsTerminal.Should().Be(status is OrderStatus.Filled or OrderStatus.Canceled);
    }

    private static DateTimeOffset Instant { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    // Written down a second time, as docs/records.md has it.
    private static OrderStatus? Expected(OrderStatus before, OrderStatus after)
    {
        if (before == after)
            return before;
        var own = after is OrderStatus.Queued or OrderStatus.Submitted;
        return before switch
        {
            OrderStatus.Queued => after,
            OrderStatus.Submitted => after == OrderStatus.Queued ? null : after,
            OrderStatus.Acknowledged or OrderStatus.CancelPending => own ? null : after,
            OrderStatus.PartiallyFilled => own || after is OrderStatus.Acknowledged or OrderStatus.Rejected ? null : after,
            OrderStatus.Unknown => own ? before : after,
            _ => after is OrderStatus.CancelPending or OrderStatus.Unknown ? before : null,
        };
    }

    private static Order NewOrder() => new() { AccountId = Guid.Empty, AssetId = Guid.Empty, Side = OrderSide.Buy };

    private static OrderEvent Event(OrderStatus status, int second) => new()
    {
        Status = status,
        OccurredAt = Instant.AddSeconds(second),
        Quantity = 1m,
    };
}
