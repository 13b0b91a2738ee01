using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Specifications.Trading;

public abstract class BookOrderSpecification<TDatabase> : BookSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task An_order_is_followed_from_the_decision_to_its_end()
    {
        var run = await Book.BeginRunAsync(Account.Id, Strategy.Id);
        await Book.ApplyAsync(Account.Id, Order(Spot, OrderSide.Buy, 1m, OrderStatus.Queued, run: run.Id) with { DecisionPrice = 100m });
        await Book.ApplyAsync(Account.Id, Order(Spot, OrderSide.Buy, 1m, OrderStatus.Acknowledged, 1, exchange: "7"));
        await Book.ApplyAsync(Account.Id, Fill(Spot, OrderSide.Buy, 0.4m, 101m, order: "7"));

        var order = await OrderAsync();
        (order.Status, order.FilledQuantity, order.AveragePrice).Should().Be((OrderStatus.PartiallyFilled, 0.4m, 101m));

        await Book.ApplyAsync(Account.Id, Fill(Spot, OrderSide.Buy, 0.1m, 106m, order: "7"));
        await Book.ApplyAsync(Account.Id, Order(Spot, OrderSide.Buy, 1m, OrderStatus.Canceled, 9, client: null, exchange: "7"));

        order = await OrderAsync();
        (order.Status, order.FilledQuantity, order.AveragePrice, order.Events.Count).Should().Be((OrderStatus.Canceled, 0.5m, 102m, 3));
        var trade = await TradeAsync();
        (trade.StrategyId, trade.RunId, trade.DecisionSlippage).Should().Be((Strategy.Id, run.Id, 0.02));
    }

    [Test]
    public async Task A_status_that_cannot_follow_is_refused_and_an_unknown_one_is_kept()
    {
        await Book.ApplyAsync(Account.Id, Order(Spot, OrderSide.Buy, 1m, OrderStatus.Unknown, 1));
        var order = await OrderAsync();
        (order.Status, order.StatusText, order.IsTerminal).Should().Be((OrderStatus.Unknown, "PENDING_REVIEW", false));

        await Book.ApplyAsync(Account.Id, Order(Spot, OrderSide.Buy, 1m, OrderStatus.Canceled, 2));
        await Book.Awaiting(book => book.ApplyAsync(Account.Id, Order(Spot, OrderSide.Buy, 1m, OrderStatus.Filled, 3)))
            .Should().ThrowAsync<OrderException>().Where(failure => failure.Code == "orders.transition" && failure.ClientOrderId == "c1");
        (await OrderAsync()).Status.Should().Be(OrderStatus.Canceled);
    }

    [Test]
    public async Task A_fill_that_comes_before_its_order_is_claimed_by_it()
    {
        var run = await Book.BeginRunAsync(Account.Id, Strategy.Id);
        await Book.ApplyAsync(Account.Id, Fill(Spot, OrderSide.Buy, 1m, 100m, order: "7"));
        (await TradeAsync()).StrategyId.Should().BeNull();

        await Book.ApplyAsync(Account.Id, Order(Spot, OrderSide.Buy, 1m, OrderStatus.Acknowledged, 0, exchange: "7", run: run.Id));

        (await TradeAsync()).StrategyId.Should().Be(Strategy.Id);
        (await OrderAsync()).Status.Should().Be(OrderStatus.Filled);
        (await Book.OpenPositionsAsync(Account.Id, Strategy.Id)).Should().ContainSingle().Which.Quantity.Should().Be(1m);
    }

    [Test]
    public async Task Fills_beyond_the_quantity_or_long_before_their_order_are_refused()
    {
        await Book.ApplyAsync(Account.Id, Order(Spot, OrderSide.Buy, 1m, OrderStatus.Submitted, exchange: "7"));

        await Book.Awaiting(book => book.ApplyAsync(Account.Id, Fill(Spot, OrderSide.Buy, 1.001m, 100m, order: "7")))
            .Should().ThrowAsync<FillException>().Where(failure => failure.Code == "fills.exceeds_order");
        var early = Fill(Spot, OrderSide.Buy, 1m, 100m, order: "7") with { ExecutedAt = Start.AddSeconds(-6) };
        await Book.Awaiting(book => book.ApplyAsync(Account.Id, early))
            .Should().ThrowAsync<FillException>().Where(failure => failure.Code == "fills.before_order");

        await Book.ApplyAsync(Account.Id, early with { ExecutedAt = Start.AddMilliseconds(-300) });
        (await OrderAsync()).Status.Should().Be(OrderStatus.Filled);
    }

    [Test]
    public async Task Fills_may_be_older_than_what_the_exchange_first_said_of_their_order()
    {
        var fills = new[] { Fill(Spot, OrderSide.Buy, 0.4m, 100m, order: "7"), Fill(Spot, OrderSide.Buy, 0.6m, 101m, order: "7") };

        await Book.ApplyAsync(Account.Id, Order(Spot, OrderSide.Buy, 1m, OrderStatus.Filled, 3_600, client: null, exchange: "7"));
        await Book.ApplyAsync(Account.Id, fills[1]);
        await Book.ApplyAsync(Account.Id, fills[0]);

        (await OrderAsync()).FilledQuantity.Should().Be(1m);
    }

    [Test]
    public async Task An_order_that_names_another_run_than_its_fills_is_refused_in_either_order()
    {
        var (one, other) = (await Book.BeginRunAsync(Account.Id, Strategy.Id), await Book.BeginRunAsync(Account.Id));
        var order = Order(Spot, OrderSide.Buy, 1m, OrderStatus.Acknowledged, exchange: "7", run: one.Id);
        await Book.ApplyAsync(Account.Id, Fill(Spot, OrderSide.Buy, 0.5m, 100m, order: "7", run: other.Id));

        await Book.Awaiting(book => book.ApplyAsync(Account.Id, order)).Should().ThrowAsync<OrderException>()
            .Where(failure => failure.Code == "orders.contradiction");

        await Book.ApplyAsync(Account.Id, order with { RunId = other.Id });
        await Book.Awaiting(book => book.ApplyAsync(Account.Id, Fill(Spot, OrderSide.Buy, 0.5m, 100m, order: "7", run: one.Id)))
            .Should().ThrowAsync<FillException>().Where(failure => failure.Code == "fills.contradiction");
    }

    [Test]
    public async Task The_price_of_a_decision_need_not_be_a_multiple_of_the_tick()
    {
        await using (var context = CreateContext())
        {
            await context.Assets.ExecuteUpdateAsync(
                set => set.SetProperty(asset => asset.TickSize, 0.01m).SetProperty(asset => asset.MinNotional, 5m));
        }

        var order = Order(Spot, OrderSide.Buy, 1m, OrderStatus.Queued) with { DecisionPrice = 100.0051m };
        (await Book.ApplyAsync(Account.Id, order)).Orders.Should().ContainSingle().Which.DecisionPrice.Should().Be(100.0051m);
        await Book.Awaiting(book => book.ApplyAsync(Account.Id, order with { ClientOrderId = "c2", Quantity = 0.049m }))
            .Should().ThrowAsync<OrderException>().WithMessage("*notional*");
        await Book.Awaiting(book => book.ApplyAsync(Account.Id, order with { ClientOrderId = "c3", Price = 100.0051m }))
            .Should().ThrowAsync<OrderException>().WithMessage("*tick*");
    }

    [Test]
    public async Task What_is_about_to_be_sent_is_checked_against_the_filters_and_what_the_exchange_has_is_not()
    {
        var order = Order(Spot, OrderSide.Buy, 0.0015m, OrderStatus.Queued);
        await Book.Awaiting(book => book.ApplyAsync(Account.Id, order)).Should().ThrowAsync<OrderException>()
            .Where(failure => failure.Code == "orders.filter").WithMessage("*step 0.001*QuantityAtMost*");
        await Book.ApplyAsync(Account.Id, order with { Status = OrderStatus.Acknowledged });

        await using (var context = CreateContext())
            await context.Assets.ExecuteUpdateAsync(set => set.SetProperty(asset => asset.Status, AssetStatus.Delisted));
        await Book.Awaiting(book => book.ApplyAsync(Account.Id, Order(Spot, OrderSide.Buy, 1m, OrderStatus.Queued, client: "c2")))
            .Should().ThrowAsync<OrderException>().Where(failure => failure.Code == "orders.not_trading");
        (await Book.ApplyAsync(Account.Id, Fill(Spot, OrderSide.Buy, 1m, 100m))).Fills.Should().ContainSingle("the exchange's word counts");
    }

    private async Task<Order> OrderAsync()
    {
        await using var context = CreateContext();
        return await context.Orders.AsNoTracking().Include(order => order.Events).SingleAsync();
    }
}
