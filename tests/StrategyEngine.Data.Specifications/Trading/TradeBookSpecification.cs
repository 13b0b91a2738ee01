using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications.Model;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Specifications.Trading;

public abstract class TradeBookSpecification<TDatabase> : BookSpecification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task A_fee_in_the_quote_currency_makes_a_loss_of_what_looks_like_a_win()
    {
        await Book.ApplyAsync(Account.Id, Fill(Spot, OrderSide.Buy, 0.5m, 16649.5m, new Money(8.32475m, Usdt)));
        await Book.ApplyAsync(Account.Id, Fill(Spot, OrderSide.Sell, 0.5m, 16677m, new Money(8.3385m, Usdt)));

        var trade = await TradeAsync();
        (trade.Status, trade.GrossPnl, trade.Fee, trade.Pnl, trade.Currency).Should()
            .Be((TradeStatus.Closed, 13.75m, 16.66325m, -2.91325m, Usdt));
        trade.Executions.Should().HaveCount(2);
    }

    // The program of docs/records.md.
    [Test]
    public async Task A_bot_records_a_day()
    {
        Run run = await Book.BeginRunAsync(Account.Id, Strategy.Id, new RunDetails { StrategyVersion = "1.4" });
        var signal = TestRecords.Signal(Account.UserId, Spot.Id, Strategy.Id);
        signal.EntryPrice = 16_600m;
        await using (var context = CreateContext())
        {
            context.Add(signal);
            await context.SaveChangesAsync();
        }

        var order = new OrderReport
        {
            AssetId = Spot.Id,
            RunId = run.Id,
            ClientOrderId = "bot-1",
            Side = OrderSide.Buy,
            Type = OrderType.Limit,
            Price = Spot.NearestPrice(16_649.503m),
            Quantity = Spot.QuantityAtMost(0.5000049m),
            DecisionPrice = 16_650m,
            SignalId = signal.Id,
            Status = OrderStatus.Queued,
            OccurredAt = Start,
        };
        await Book.ApplyAsync(Account.Id, order);
        await Book.ApplyAsync(
            Account.Id, order with { ExchangeOrderId = "7", Status = OrderStatus.Acknowledged, OccurredAt = Start.AddSeconds(1) });
        BookResult result = await Book.ApplyAsync(Account.Id, new FillReport
        {
            AssetId = Spot.Id,
            ExchangeOrderId = "7",
            ExecutionId = "28457",
            Side = OrderSide.Buy,
            Price = 16_649.5m,
            Quantity = 0.5m,
            Fee = new Money(8.32475m, Usdt),
            ExecutedAt = Start.AddSeconds(2),
        });

        result.Orders.Should().ContainSingle().Which.Status.Should().Be(OrderStatus.Filled);
        result.Trades.Should().ContainSingle().Which.Should().BeEquivalentTo(
            new { SignalId = (Guid?)signal.Id, SignalPrice = (decimal?)16_600m, DecisionPrice = (decimal?)16_650m });
        await using (var context = CreateContext())
        {
            context.Add(new Candle
            {
                AssetId = Spot.Id,
                Timeframe = Timeframe.OneMinute,
                OpenTime = Start,
                Open = 16_700,
                High = 16_700,
                Low = 16_700,
                Close = 16_700,
                Closed = true,
            });
            await context.SaveChangesAsync();
        }

        var position = (await Book.OpenPositionsAsync(Account.Id)).Should().ContainSingle().Subject;
        (position.Quantity, position.Price, position.UnrealizedPnl).Should().Be((0.5m, 16_700m, new Money(25.25m, Usdt)));
        await Book.EndRunAsync(run.Id);
        await Book.Awaiting(book => book.EndRunAsync(run.Id)).Should().ThrowAsync<TradeBookException>()
            .Where(failure => failure.Code == "runs.ended");
    }

    [Test]
    public async Task A_fee_taken_in_the_base_currency_closes_the_trade()
    {
        await Book.ApplyAsync(
            Account.Id,
            [
                Fill(Spot, OrderSide.Buy, 1m, 100m, new Money(0.001m, Btc)),
                Fill(Spot, OrderSide.Sell, 0.999m, 110m),
            ]);

        var trade = await TradeAsync();
        (trade.Status, trade.Pnl, trade.OpenQuantity).Should().Be((TradeStatus.Closed, 9.89m, 0m));
        (await Book.OpenPositionsAsync(Account.Id)).Should().BeEmpty();
    }

    [Test]
    public async Task A_fee_whose_rate_is_missing_names_its_currency_and_leaves_no_profit()
    {
        var bnb = Currency.Parse("BNB");
        var result = await Book.ApplyAsync(
            Account.Id,
            [Fill(Spot, OrderSide.Buy, 1m, 100m, new Money(2m, bnb)), Fill(Spot, OrderSide.Sell, 1m, 110m)]);

        result.TradesWithoutRate.Should().ContainSingle().Which.MissingRates.Should().Be("BNB");
        var trade = await TradeAsync();
        (trade.GrossPnl, trade.Pnl).Should().Be((10m, null));
    }

    [Test]
    public async Task A_fee_in_a_third_currency_is_converted_at_the_rate_of_the_report()
    {
        var fee = Fill(Spot, OrderSide.Buy, 1m, 100m, new Money(0.01m, Currency.Parse("BNB"))) with { FeeRate = 300m };
        await Book.ApplyAsync(Account.Id, [fee, Fill(Spot, OrderSide.Sell, 1m, 110m)]);

        (await TradeAsync()).Pnl.Should().Be(7m);
    }

    [Test]
    public async Task One_fill_closes_a_trade_and_opens_the_next()
    {
        var result = await Book.ApplyAsync(
            Account.Id, [Fill(Perpetual, OrderSide.Buy, 1m, 100m), Fill(Perpetual, OrderSide.Sell, 3m, 110m)]);

        result.Trades.Select(trade => (trade.Side, trade.Status, trade.Pnl, trade.OpenQuantity)).Should()
            .BeEquivalentTo([(OrderSide.Buy, TradeStatus.Closed, (decimal?)10m, 0m), (OrderSide.Sell, TradeStatus.Open, null, 2m)]);
        var position = (await Book.OpenPositionsAsync(Account.Id, prices: new Dictionary<Guid, decimal> { [Perpetual.Id] = 105m }))
            .Should().ContainSingle().Subject;
        (position.Position.Side, position.Quantity, position.UnrealizedPnl).Should().Be((PositionSide.Short, 2m, new Money(10m, Usdt)));
        await using var context = CreateContext();
        (await context.TradeExecutions.Where(part => part.Quantity != 3m).SumAsync(part => part.Quantity)).Should().Be(4m);
    }

    [Test]
    public async Task A_sale_of_more_than_is_held_is_reported_and_in_no_trade()
    {
        var result = await Book.ApplyAsync(
            Account.Id, [Fill(Spot, OrderSide.Buy, 1m, 100m), Fill(Spot, OrderSide.Sell, 1.5m, 110m)]);

        result.Excesses.Should().ContainSingle().Which.ExcessQuantity.Should().Be(0.5m);
        (await TradeAsync()).ExitQuantity.Should().Be(1m);
    }

    [Test]
    public async Task The_missing_fill_that_comes_later_puts_the_excess_into_its_trade()
    {
        var first = Fill(Spot, OrderSide.Buy, 0.5m, 90m);
        await Book.ApplyAsync(Account.Id, [Fill(Spot, OrderSide.Buy, 1m, 100m), Fill(Spot, OrderSide.Sell, 1.5m, 110m)]);
        var notes = await NoteAsync("mine");

        await Book.ApplyAsync(Account.Id, first);

        var trade = await TradeAsync();
        (trade.Status, trade.FilledQuantity, trade.Pnl, trade.OpenedAt).Should().Be((TradeStatus.Closed, 1.5m, 20m, first.ExecutedAt));
        (trade.Id, trade.Notes).Should().Be((notes, "mine"));
        await using var context = CreateContext();
        (await context.Fills.MaxAsync(fill => fill.ExcessQuantity)).Should().Be(0m);
    }

    [Test]
    public async Task The_same_report_counts_once_and_another_of_its_ids_is_refused()
    {
        var fill = Fill(Spot, OrderSide.Buy, 1m, 100m, order: "7");
        await Book.ApplyAsync(Account.Id, [fill, fill]);

        (await Book.ApplyAsync(Account.Id, fill)).KnownReports.Should().Be(1);
        await Book.Awaiting(book => book.ApplyAsync(Account.Id, fill with { Price = 101m })).Should().ThrowAsync<FillException>()
            .Where(failure => failure.Code == "fills.contradiction");
        (await Book.ApplyAsync(Account.Id, fill with { AssetId = Perpetual.Id })).Fills.Should().ContainSingle("ids repeat across symbols");
        (await Book.ApplyAsync(Account.Id, fill with { Side = OrderSide.Sell, Quantity = 0.25m })).Fills
            .Should().ContainSingle("both sides of a self-trade share one id");
        await using var context = CreateContext();
        (await context.Fills.CountAsync()).Should().Be(3);
    }

    [Test]
    public async Task A_refused_report_leaves_nothing_of_its_call()
    {
        await Book.Awaiting(book => book.ApplyAsync(
                Account.Id, [Fill(Spot, OrderSide.Buy, 1m, 100m), Fill(Spot, OrderSide.Buy, -1m, 100m)]))
            .Should().ThrowAsync<FillException>().Where(failure => failure.Code == "fills.quantity");

        (await DumpAsync(Account.Id)).Should().BeEmpty();
        await Book.ApplyAsync(Account.Id, Fill(Spot, OrderSide.Buy, 1m, 100m));
        (await TradeAsync()).FilledQuantity.Should().Be(1m);
    }

    [Test]
    public async Task How_an_account_books_is_fixed_at_its_first_fill()
    {
        await using (var context = CreateContext())
        {
            (await context.TradingAccounts.SingleAsync()).CostMethod = CostMethod.Fifo;
            await context.SaveChangesAsync();
        }

        await Book.ApplyAsync(Account.Id, Fill(Spot, OrderSide.Buy, 1m, 100m));

        await using (var context = CreateContext())
        {
            var account = await context.TradingAccounts.SingleAsync();
            account.Name = "renamed";
            account.CostMethod = CostMethod.Average;
            (await context.Invoking(c => c.SaveChangesAsync()).Should().ThrowAsync<InvalidRecordException>()).Which.Constraint
                .Should().Be("TradingAccount.CostMethod");
            account.CostMethod = CostMethod.Fifo;
            await context.SaveChangesAsync();
        }
    }

    [Test]
    public async Task The_ledger_takes_an_entry_once_and_refuses_another_of_its_id()
    {
        var deposit = new LedgerEntry
        {
            AccountId = Account.Id,
            Kind = LedgerEntryKind.Deposit,
            ExchangeId = "d1",
            Amount = 1_000m,
            Currency = Usdt,
            OccurredAt = Start,
        };
        (await Book.RecordAsync(Account.Id, [deposit])).Should().Be(1);
        (await Book.RecordAsync(Account.Id, [Copy(1_000m)])).Should().Be(0);

        await Book.Awaiting(book => book.RecordAsync(Account.Id, [Copy(999m)])).Should().ThrowAsync<TradeBookException>()
            .Where(failure => failure.Code == "ledger.contradiction");
        await Book.Awaiting(book => book.RecordAsync(Account.Id, [Copy(-1m)])).Should().ThrowAsync<TradeBookException>()
            .Where(failure => failure.Code == "ledger.entry");

        LedgerEntry Copy(decimal amount) => new()
        {
            AccountId = Account.Id,
            Kind = LedgerEntryKind.Deposit,
            ExchangeId = "d1",
            Amount = amount,
            Currency = Usdt,
            OccurredAt = Start,
        };
    }

    [Test]
    public async Task A_back_test_has_an_account_of_its_own_and_its_reports_go_nowhere_else()
    {
        var first = await Book.BeginBacktestAsync(Account.UserId, "binance", Strategy.Id);
        var second = await Book.BeginBacktestAsync(Account.UserId, "binance", Strategy.Id);

        first.AccountId.Should().NotBe(second.AccountId);
        await Book.Awaiting(book => book.ApplyAsync(Account.Id, Fill(Spot, OrderSide.Buy, 1m, 100m, run: first.Id)))
            .Should().ThrowAsync<TradeBookException>().Where(failure => failure.Code == "runs.account");
        await Book.ApplyAsync(first.AccountId, Fill(Spot, OrderSide.Buy, 1m, 100m, run: first.Id));
        await Book.EndRunAsync(first.Id);

        await using var context = CreateContext();
        (await context.Trades.SingleAsync()).RunId.Should().Be(first.Id);
        (await context.Runs.SingleAsync(run => run.Id == first.Id)).Outcome.Should().Be(RunOutcome.Completed);
    }

    [Test]
    public async Task Two_applications_that_book_at_once_lose_and_double_nothing()
    {
        await using var other = BuildServices();
        var reports = Enumerable.Range(0, 40).Select(i => Fill(Perpetual, i % 3 == 0 ? OrderSide.Sell : OrderSide.Buy, 1m, 100m + i))
            .ToList();

        await Task.WhenAll(ApplyAsync(Book), ApplyAsync(other.GetRequiredService<TradeBook>()));

        var dump = await DumpAsync(Account.Id);
        dump.Count(line => line.StartsWith("fill", StringComparison.Ordinal)).Should().Be(40);
        await Book.RebuildAsync(Account.Id);
        (await DumpAsync(Account.Id)).Should().Equal(dump);

        async Task ApplyAsync(TradeBook book)
        {
            foreach (var report in reports)
                await book.ApplyAsync(Account.Id, report);
        }
    }

    private async Task<Guid> NoteAsync(string text)
    {
        await using var context = CreateContext();
        var trade = await context.Trades.SingleAsync();
        trade.Notes = text;
        await context.SaveChangesAsync();
        return trade.Id;
    }
}
