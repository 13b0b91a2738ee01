using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Specifications.Model;

public abstract class RelationshipsSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task A_user_is_read_with_everything_that_belongs_to_it()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);

        var user = await context.Users
            .Include(u => u.Sessions).Include(u => u.ApiKeys).Include(u => u.Signals).Include(u => u.PerformanceMetrics)
            .Include(u => u.Strategies).Include(u => u.Trades).ThenInclude(trade => trade.Executions)
            .SingleAsync(u => u.Id == book.User.Id);

        user.Sessions.Should().ContainSingle();
        user.ApiKeys.Should().ContainSingle();
        user.Strategies.Should().ContainSingle().Which.Signals.Should().ContainSingle();
        user.Signals.Should().ContainSingle().Which.StrategyId.Should().Be(book.Strategy.Id);
        user.PerformanceMetrics.Should().HaveCount(2);
        user.Trades.Should().ContainSingle().Which.Executions.Should().ContainSingle();
    }

    [Test]
    public async Task A_trade_names_its_user_asset_strategy_and_signal()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        var followed = new Trade
        {
            UserId = book.User.Id,
            AssetId = book.Asset.Id,
            StrategyId = book.Strategy.Id,
            SignalId = book.Signal.Id,
            ParentTradeId = book.Trade.Id,
            Side = OrderSide.Sell,
            Exchange = "binance",
            Quantity = 1,
            OpenedAt = Start,
        };
        context.Add(followed);
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        var read = await context.Trades.Include(t => t.User)
            .Include(t => t.Asset)
            .Include(t => t.Strategy)
            .Include(t => t.Signal)
            .SingleAsync(t => t.Id == followed.Id);

        read.User!.Username.Should().Be(book.User.Username);
        read.Asset!.Symbol.Should().Be(book.Asset.Symbol);
        read.Strategy!.Name.Should().Be(book.Strategy.Name);
        read.Signal!.SignalType.Should().Be(SignalType.Buy);
        read.ParentTradeId.Should().Be(book.Trade.Id);
    }

    [Test]
    public async Task A_record_cannot_refer_to_one_that_is_not_there()
    {
        await using var context = CreateContext();
        context.Add(TestRecords.Strategy(Guid.CreateVersion7()));

        await context.Invoking(c => c.SaveChangesAsync()).Should().ThrowAsync<ReferencedRecordException>().WithMessage("Strategy*");
    }

    [Test]
    public async Task Averages_fees_and_profit_of_a_trade_derive_from_its_fills()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        var trade = await context.Trades.Include(t => t.Asset).Include(t => t.Executions).SingleAsync(t => t.Id == book.Trade.Id);

        trade.AddExecution(TestRecords.Fill(OrderSide.Sell, 110m, 0.5m, 0.1m, minute: 30));
        trade.AddExecution(TestRecords.Fill(OrderSide.Sell, 120m, 1.5m, 0.1m, minute: 60 - 1));
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();

        var read = await context.Trades.SingleAsync(t => t.Id == book.Trade.Id);
        read.Status.Should().Be(TradeStatus.Closed);
        read.EntryPrice.Should().Be(100m);
        read.ExitPrice.Should().Be(117.5m);
        read.Fee.Should().Be(0.4m);
        read.Pnl.Should().Be(34.6m); // 55 + 180 − 200 − 0.4
        read.PnlPercentage.Should().BeApproximately(17.3, 1e-12);
        read.DurationSeconds.Should().Be(59 * 60);
    }

    [Test]
    public async Task A_short_trade_earns_when_the_price_falls()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        var trade = new Trade
        {
            UserId = book.User.Id,
            AssetId = book.Asset.Id,
            Asset = book.Asset,
            Side = OrderSide.Sell,
            Exchange = "binance",
            Quantity = 3,
            OpenedAt = Start
        };

        trade.AddExecution(TestRecords.Fill(OrderSide.Sell, 100m, 3m));
        trade.AddExecution(TestRecords.Fill(OrderSide.Buy, 90m, 1m, minute: 2));

        trade.Status.Should().Be(TradeStatus.Open);
        trade.Pnl.Should().Be(10m);
        trade.Invoking(t => t.AddExecution(TestRecords.Fill(OrderSide.Buy, 90m, 2.5m, minute: 2)))
            .Should().Throw<FillException>().Which.Code.Should().Be("fills.flip");
        trade.Executions.Should().HaveCount(2);
    }

    [Test]
    public async Task A_fill_cannot_be_added_to_a_trade_that_was_read_without_its_fills()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        var trade = await context.Trades.Include(t => t.Asset).SingleAsync(t => t.Id == book.Trade.Id);

        trade.Invoking(t => t.AddExecution(TestRecords.Fill(OrderSide.Sell, 110m, 1m)))
            .Should().Throw<InvalidOperationException>()
            .WithMessage("*Include(*");

        trade.FilledQuantity.Should().Be(2m);
    }

    [Test]
    public void A_fill_is_added_once_and_a_fee_whose_rate_is_missing_leaves_no_profit()
    {
        var trade = TestRecords.Trade(Guid.Empty, Guid.Empty, asset: TestRecords.Asset());
        var fill = new TradeExecution
        {
            Side = OrderSide.Buy,
            Price = 100m,
            Quantity = 1m,
            FeeAmount = 5m,
            FeeCurrency = Currency.Parse("BNB"),
            ExecutedAt = Start,
            ExchangeExecutionId = "1"
        };
        trade.AddExecution(fill);

        trade.Invoking(t => t.AddExecution(fill)).Should().Throw<ArgumentException>();
        trade.Invoking(
            t => t.AddExecution(
                new TradeExecution { Side = OrderSide.Buy, Price = 1m, Quantity = 1m, ExecutedAt = Start, ExchangeExecutionId = "1" }))
            .Should().Throw<FillException>();

        (trade.FilledQuantity, trade.Fee, trade.MissingRates, trade.Executions.Count).Should().Be((1m, 0m, "BNB", 1));
        trade.AddExecution(new TradeExecution { Side = OrderSide.Sell, Price = 110m, Quantity = 1m, ExecutedAt = Start.AddMinutes(2) });
        (trade.GrossPnl, trade.Pnl).Should().Be((10m, null));
    }

    [Test]
    public void A_closed_trade_takes_no_further_fill()
    {
        var trade = TestRecords.Trade(Guid.Empty, Guid.Empty, asset: TestRecords.Asset());
        trade.AddExecution(TestRecords.Fill(OrderSide.Buy, 100m, 1m));
        trade.AddExecution(TestRecords.Fill(OrderSide.Sell, 110m, 1m, minute: 2));
        trade.ClosedAt.Should().NotBeNull();

        trade.Invoking(t => t.AddExecution(TestRecords.Fill(OrderSide.Buy, 100m, 1m, minute: 3)))
            .Should().Throw<FillException>().WithMessage("*TradeBook*");

        (trade.Status, trade.FilledQuantity, trade.DurationSeconds).Should().Be((TradeStatus.Closed, 1m, 120));
    }

    [Test]
    public void A_fill_whose_sums_overflow_leaves_the_trade_as_it_was()
    {
        var trade = TestRecords.Trade(Guid.Empty, Guid.Empty, quantity: null, asset: TestRecords.Asset());
        trade.AddExecution(TestRecords.Fill(OrderSide.Buy, 100m, 1m));

        trade.Invoking(t => t.AddExecution(TestRecords.Fill(OrderSide.Buy, 9_999_999_999_999_999m, 10m))).Should().Throw<FillException>()
            .Which.Code.Should().Be("fills.overflow");

        (trade.FilledQuantity, trade.EntryPrice, trade.Executions.Count).Should().Be((1m, 100m, 1));
    }
}
