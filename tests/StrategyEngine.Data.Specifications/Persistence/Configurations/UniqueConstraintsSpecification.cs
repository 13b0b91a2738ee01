using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Model;

public abstract class UniqueConstraintsSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task A_user_name_is_unique_whatever_its_case()
    {
        await RefusesAsync(TestRecords.User("Alice"), new User { Username = "aLICE", Email = "other@example.com" });
    }

    [Test]
    public async Task An_encrypted_email_is_unique_whatever_its_case()
    {
        await RefusesAsync(
            new User { Username = "alice", Email = "Alice@Example.com" },
            new User { Username = "bob", Email = " alice@example.COM" });
    }

    [Test]
    public async Task An_asset_is_unique_per_symbol_class_and_exchange()
    {
        await RefusesAsync(TestRecords.Asset("BTCUSDT"), TestRecords.Asset("BTCUSDT"));
        await AcceptsAsync(TestRecords.Asset("BTCUSDT", AssetClass.Forex), TestRecords.Asset("BTCUSDT", exchange: "okx"));
    }

    [Test]
    public async Task A_candle_is_unique_per_asset_timeframe_and_open_time()
    {
        var asset = TestRecords.Asset();
        await AcceptsAsync(asset, TestCandle(asset));
        await RefusesAsync(TestCandle(asset));
    }

    [Test]
    public async Task Metrics_are_unique_per_user_and_kind_or_run_and_strategy_currency_period_and_start()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);
        var (user, strategy, run) = (book.User.Id, book.Strategy.Id, Guid.CreateVersion7());
        await AcceptsAsync(
            TestRecords.Metrics(user, kind: RunKind.Paper),
            TestRecords.Metrics(user, strategy, kind: RunKind.Paper),
            TestRecords.Metrics(user, currency: "BTC"),
            TestRecords.Metrics(user, runId: run),
            TestRecords.Metrics(user, strategy, run),
            TestRecords.Metrics(user, runId: Guid.CreateVersion7()),
            TestRecords.Metrics(user, runId: run, currency: "BTC"));

        await RefusesAsync(TestRecords.Metrics(user, strategy));
        await RefusesAsync(TestRecords.Metrics(user));
        await RefusesAsync(TestRecords.Metrics(user, runId: run));
        await RefusesAsync(TestRecords.Metrics(user, strategy, run));
    }

    [Test]
    public async Task An_equity_mark_is_unique_per_scope_currency_and_instant()
    {
        await using var context = CreateContext();
        var user = (await TestBook.SaveAsync(context)).User.Id;
        var (account, run) = (Guid.CreateVersion7(), Guid.CreateVersion7());
        Func<EquityMark>[] marks =
        [
            () => TestRecords.Mark(user),
            () => TestRecords.Mark(user, kind: RunKind.Paper),
            () => TestRecords.Mark(user, currency: "BTC"),
            () => TestRecords.Mark(user, account),
            () => TestRecords.Mark(user, runId: run),
            () => TestRecords.Mark(user, account, run),
        ];
        await AcceptsAsync([.. marks.Select(mark => mark())]);

        foreach (var mark in marks)
            await RefusesAsync(mark());
    }

    [Test]
    public async Task Credentials_are_unique_per_user_exchange_and_label()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);

        await RefusesAsync(TestRecords.Credential(book.User.Id));
        await AcceptsAsync(TestRecords.Credential(book.User.Id, "second"));
    }

    [Test]
    public async Task An_account_is_unique_per_user_exchange_kind_and_name()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);

        await RefusesAsync(Account(RunKind.Live), Account(RunKind.Live));
        await AcceptsAsync(Account(RunKind.Live), Account(RunKind.Paper));

        TradingAccount Account(RunKind kind) => new() { UserId = book.User.Id, Exchange = "binance", Kind = kind, Name = "main" };
    }

    [Test]
    public async Task Spot_and_perpetual_of_one_symbol_live_side_by_side()
    {
        await AcceptsAsync(Pair(MarketKind.Spot), Pair(MarketKind.LinearPerpetual));
        await RefusesAsync(Pair(MarketKind.Spot));

        static Asset Pair(MarketKind market)
        {
            var asset = TestRecords.Asset("BTCUSDT");
            asset.Market = market;
            return asset;
        }
    }

    [Test]
    public async Task An_exchange_id_of_a_fill_is_unique_within_its_trade()
    {
        await using var context = CreateContext();
        var book = await TestBook.SaveAsync(context);

        await RefusesAsync(Fill(), Fill());

        TradeExecution Fill() => new()
        {
            TradeId = book.Trade.Id,
            Side = OrderSide.Sell,
            Price = 1,
            Quantity = 1,
            ExecutedAt = Start,
            ExchangeOrderId = "order-1",
            ExchangeExecutionId = "fill-1",
        };
    }

    private static Candle TestCandle(Asset asset) =>
        new() { AssetId = asset.Id, Timeframe = Timeframe.OneMinute, OpenTime = Start, Open = 1, High = 1, Low = 1, Close = 1, Volume = 1 };

    private async Task RefusesAsync(params object[] records)
    {
        var failure = await this.Awaiting(_ => AcceptsAsync(records)).Should().ThrowAsync<DuplicateRecordException>();
        failure.Which.Constraint.Should().NotBeNullOrEmpty();
        failure.Which.Code.Should().Be("persistence.duplicate");
    }

    private async Task AcceptsAsync(params object[] records)
    {
        await using var context = CreateContext();
        foreach (var record in records)
        {
            if (record is Candle candle && context.ChangeTracker.Entries<Asset>().SingleOrDefault() is { } asset)
                candle.AssetId = asset.Entity.Id;
            context.Add(record);
        }

        await context.SaveChangesAsync();
    }
}
