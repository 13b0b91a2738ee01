using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Specifications.Migrations;
using StrategyEngine.Data.Specifications.Model;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Specifications.Administration;

/// <summary>What <see cref="DatabaseAdministrator.RemoveOlderThanAsync"/> removes and what it never does, on every engine.</summary>
public abstract class RetentionSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly TimeSpan Standard = TimeSpan.FromDays(90);

    private DatabaseAdministrator Administrator => Get<DatabaseAdministrator>();

    [Test]
    public async Task Sessions_that_ended_more_than_ninety_days_ago_go_and_later_ones_stay()
    {
        var userId = await AddUserAsync();
        await OpenSessionAsync(userId);
        Time.Advance(Standard);
        await OpenSessionAsync(userId);
        Time.Advance(TimeSpan.FromHours(2));

        var result = await Administrator.RemoveOlderThanAsync();

        Rows(result, "user_sessions").Should().Be(1, "it ended two hours after it was opened, exactly ninety days ago");
        await using var context = CreateContext();
        (await context.UserSessions.CountAsync()).Should().Be(1);
        result.Tables.Single(table => table.Table == "user_sessions").UpTo.Should().Be(Time.GetUtcNow() - Standard);
    }

    [Test]
    public async Task Trades_executions_metrics_and_the_audit_trail_stay_whatever_their_age()
    {
        var userId = await AddUserAsync();
        var assetId = await AddAssetAsync();
        await using (var context = CreateContext())
        {
            var trade = TestRecords.Trade(userId, assetId);
            trade.Asset = await context.Assets.SingleAsync(asset => asset.Id == assetId);
            trade.AddExecution(TestRecords.Fill(OrderSide.Buy, 100m, 1m));
            context.AddRange(trade, TestRecords.Metrics(userId));
            await context.SaveChangesAsync();
        }

        Time.Advance(TimeSpan.FromDays(3650));
        var before = await CountAsync();
        before.Audit.Should().BePositive("there is something to lose");

        await Administrator.RemoveOlderThanAsync(TimeSpan.FromDays(1), new RetentionOptions { AuthenticationEventAge = null });

        (await CountAsync()).Should().Be(before);

        async Task<(int Trades, int Executions, int Metrics, int Audit, int Users, int Assets)> CountAsync()
        {
            await using var context = CreateContext();
            return (await context.Trades.CountAsync(), await context.TradeExecutions.CountAsync(),
                await context.PerformanceMetrics.CountAsync(),
                await context.AuditEntries.CountAsync(), await context.Users.CountAsync(), await context.Assets.CountAsync());
        }
    }

    [Test]
    public async Task A_signal_goes_when_it_is_over_and_no_trade_refers_to_it()
    {
        var userId = await AddUserAsync();
        var assetId = await AddAssetAsync();
        var (over, traded, active, expired) = (Signal(), Signal(), Signal(), Signal(Start.AddDays(1)));
        over.IsActive = false;
        traded.IsActive = false;
        await using (var context = CreateContext())
        {
            context.AddRange(over, traded, active, expired);
            await context.SaveChangesAsync();
            context.Add(TradeOf(traded));
            await context.SaveChangesAsync();
        }

        Time.Advance(Standard + TimeSpan.FromDays(2));
        var recent = Signal();
        recent.IsActive = false;
        await using (var context = CreateContext())
        {
            context.Add(recent);
            await context.SaveChangesAsync();
        }

        var result = await Administrator.RemoveOlderThanAsync();

        Rows(result, "signals").Should().Be(2);
        await using var after = CreateContext();
        (await after.Signals.Select(signal => signal.Id).ToListAsync()).Should().BeEquivalentTo([traded.Id, active.Id, recent.Id]);

        Signal Signal(DateTimeOffset? expiresAt = null)
        {
            var signal = TestRecords.Signal(userId, assetId);
            signal.ExpiresAt = expiresAt;
            return signal;
        }

        Trade TradeOf(Signal signal) => new()
        {
            UserId = userId,
            AssetId = assetId,
            SignalId = signal.Id,
            Side = OrderSide.Buy,
            Exchange = "binance",
            Quantity = 1m,
            OpenedAt = Start,
        };
    }

    [Test]
    public async Task The_record_of_authentication_is_kept_for_a_year_unless_told_otherwise()
    {
        await OpenSessionAsync(await AddUserAsync());
        Time.Advance(TimeSpan.FromDays(200));

        Rows(await Administrator.RemoveOlderThanAsync(), "authentication_events").Should().Be(0);
        Rows(
            await Administrator.RemoveOlderThanAsync(options: new RetentionOptions { AuthenticationEventAge = TimeSpan.FromDays(199) }),
            "authentication_events").Should().BePositive();
    }

    [Test]
    public async Task Candles_go_only_for_the_timeframes_that_are_named()
    {
        var assetId = await AddAssetAsync();
        var other = await AddAssetAsync();
        var candles = Get<CandleStore>();
        Time.Advance(TimeSpan.FromDays(2));
        foreach (var asset in new[] { assetId, other })
        {
            await candles.UpsertAsync(asset, Timeframe.OneMinute, Candles(TimeSpan.FromMinutes(1), 30));
            await candles.UpsertAsync(asset, Timeframe.OneHour, Candles(TimeSpan.FromHours(1), 30));
        }

        Time.Advance(TimeSpan.FromDays(400));

        (await Administrator.RemoveOlderThanAsync()).Tables.Should().NotContain(table => table.Table == "market_data");
        var limit = Start.AddMinutes(9).AddSeconds(30);
        var ages = new Dictionary<Timeframe, TimeSpan> { [Timeframe.OneMinute] = Time.GetUtcNow() - limit };
        var result = await Administrator.RemoveOlderThanAsync(options: new RetentionOptions { CandleAges = ages, BatchSize = 3 });

        var count = result.Tables.Single(table => table.Table == "market_data");
        (count.Timeframe, count.UpTo, count.Rows).Should().Be(("1m", limit, 20L));
        foreach (var asset in new[] { assetId, other })
        {
            (await candles.CountAsync(asset, Timeframe.OneMinute)).Should().Be(20);
            (await candles.CountAsync(asset, Timeframe.OneHour)).Should().Be(30);
            (await candles.ReadLatestAsync(asset, Timeframe.OneMinute, 100))[0].OpenTime.Should()
                .Be(Start.AddMinutes(10).ToUnixTimeMilliseconds());
        }
    }

    [Test]
    public async Task Indicator_values_go_only_for_the_timeframes_that_are_named()
    {
        var assetId = await AddAssetAsync();
        await using (var context = CreateContext())
        {
            for (var minute = 0; minute < 10; minute++)
            {
                context.Add(
                    new IndicatorValues
                    {
                        AssetId = assetId,
                        Timeframe = Timeframe.OneMinute,
                        OpenTime = Start.AddMinutes(minute),
                        IndicatorVersion = 1,
                        Rsi = 50
                    });
            }

            await context.SaveChangesAsync();
        }

        Time.Advance(Standard);
        var ages = new Dictionary<Timeframe, TimeSpan>
        {
            [Timeframe.OneMinute] = TimeSpan.FromDays(89),
            [Timeframe.OneHour] = TimeSpan.FromDays(1)
        };

        var result = await Administrator.RemoveOlderThanAsync(options: new RetentionOptions { IndicatorAges = ages });

        result.Tables.Where(table => table.Table == "indicator_values")
            .Select(table => (table.Timeframe, table.Rows))
            .Should().BeEquivalentTo([("1m", 10L), ("1h", 0L)]);
    }

    [Test]
    public async Task A_dry_run_counts_the_same_and_removes_nothing()
    {
        var userId = await AddUserAsync();
        var assetId = await AddAssetAsync();
        for (var i = 0; i < 5; i++)
            await OpenSessionAsync(userId);
        await Get<CandleStore>().UpsertAsync(assetId, Timeframe.OneMinute, Candles(TimeSpan.FromMinutes(1), 30));
        Time.Advance(TimeSpan.FromDays(100));
        var options = new RetentionOptions
        {
            AuthenticationEventAge = null,
            CandleAges = new Dictionary<Timeframe, TimeSpan> { [Timeframe.OneMinute] = TimeSpan.FromDays(30) },
        };

        var counted = await Administrator.RemoveOlderThanAsync(options: options with { DryRun = true });
        var removed = await Administrator.RemoveOlderThanAsync(options: options);
        var again = await Administrator.RemoveOlderThanAsync(options: options);

        counted.WasDryRun.Should().BeTrue();
        removed.WasDryRun.Should().BeFalse();
        removed.Tables.Should().Equal(counted.Tables);
        removed.Rows.Should().BeGreaterThan(35);
        again.Rows.Should().Be(0);
    }

    [Test]
    public async Task No_statement_removes_more_than_a_batch_and_each_is_reported()
    {
        var userId = await AddUserAsync();
        for (var i = 0; i < 12; i++)
            await OpenSessionAsync(userId);
        Time.Advance(TimeSpan.FromDays(100));
        var log = new ProgressLog<RetentionProgress>();

        await Administrator.RemoveOlderThanAsync(options: new RetentionOptions { BatchSize = 5 }, progress: log);

        log.Reports.Where(report => report.Table == "user_sessions").Select(report => report.Removed).Should().Equal(5, 10, 12);
        log.Reports[^1].TotalRemoved.Should().Be(12);
    }

    [Test]
    public async Task A_removal_that_is_cancelled_keeps_what_it_did()
    {
        var userId = await AddUserAsync();
        for (var i = 0; i < 12; i++)
            await OpenSessionAsync(userId);
        Time.Advance(TimeSpan.FromDays(100));
        using var cancellation = new CancellationTokenSource();
        var log = new ProgressLog<RetentionProgress>(_ => cancellation.Cancel());

        await Administrator.Awaiting(
            administrator => administrator.RemoveOlderThanAsync(
                options: new RetentionOptions { BatchSize = 5 }, progress: log, cancellationToken: cancellation.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        await using var context = CreateContext();
        (await context.UserSessions.CountAsync()).Should().Be(7);
    }

    [Test]
    public async Task What_is_to_be_kept_for_ever_is_kept()
    {
        await OpenSessionAsync(await AddUserAsync());
        Time.Advance(TimeSpan.FromDays(3650));
        var keep = new RetentionOptions
        {
            SessionAge = Timeout.InfiniteTimeSpan,
            LoginThrottleAge = Timeout.InfiniteTimeSpan,
            SignalAge = Timeout.InfiniteTimeSpan,
            AuthenticationEventAge = Timeout.InfiniteTimeSpan,
        };

        (await Administrator.RemoveOlderThanAsync(options: keep)).Tables.Should().BeEmpty();
    }

    [Test]
    public async Task Ages_and_batches_out_of_range_are_refused()
    {
        await Administrator.Awaiting(administrator => administrator.RemoveOlderThanAsync(TimeSpan.FromHours(23))).Should()
            .ThrowAsync<ArgumentOutOfRangeException>();
        await Administrator.Awaiting(administrator => administrator.RemoveOlderThanAsync(TimeSpan.MaxValue)).Should()
            .ThrowAsync<ArgumentOutOfRangeException>();
        var options = new RetentionOptions
        {
            SessionAge = TimeSpan.Zero,
            CandleAges = new Dictionary<Timeframe, TimeSpan> { [Timeframe.OneDay] = Timeout.InfiniteTimeSpan },
            BatchSize = 10_001,
        };
        (await Administrator.Awaiting(administrator => administrator.RemoveOlderThanAsync(options: options))
            .Should().ThrowAsync<OptionsOutOfRangeException>())
            .Which.Failures.Should().HaveCount(3);
    }

    [Test]
    public async Task A_schema_that_is_not_current_is_refused_before_anything_is_removed()
    {
        await using (var context = CreateContext())
        {
            var applied = (await context.Database.GetAppliedMigrationsAsync()).Last();
            await context.Database.ExecuteSqlRawAsync(context.GetService<IHistoryRepository>().GetDeleteScript(applied));
        }

        var refused = (await Administrator.Awaiting(administrator => administrator.RemoveOlderThanAsync()).Should()
            .ThrowAsync<AdministrationException>()).Which;

        refused.Code.Should().Be("administration.schema_not_current");
        refused.Message.Should().Contain("MigrateAsync");
    }

    [Test]
    public async Task A_database_that_is_not_there_is_named_as_the_cause_and_not_made()
    {
        await using var elsewhere = new TDatabase();
        await using var services = elsewhere.BuildServices(Time);
        var administrator = services.GetRequiredService<DatabaseAdministrator>();

        foreach (Func<Task> call in (Func<Task>[])[() => administrator.RemoveOlderThanAsync(), () => administrator.OptimizeAsync()])
            (await call.Should().ThrowAsync<AdministrationException>()).Which.Fault.Should().Be(AdministrationFault.NoDatabase);
        (await administrator.GetDatabaseInfoAsync()).Exists.Should().BeFalse();
    }

    [Test]
    public async Task Optimizing_runs_beside_open_contexts_and_tells_what_it_did()
    {
        var userId = await AddUserAsync();
        for (var i = 0; i < 5; i++)
            await OpenSessionAsync(userId);

        var result = await Administrator.OptimizeAsync();

        result.Steps.Should().OnlyHaveUniqueItems();
        if (result.SizeBefore is not null)
            result.SizeAfter.Should().BePositive();
        await OpenSessionAsync(userId);
    }

    private static long Rows(RetentionResult result, string table) => result.Tables.Single(count => count.Table == table).Rows;

    private static CandleRow[] Candles(TimeSpan step, int count)
    {
        var first = new DateTimeOffset(Start.Ticks / step.Ticks * step.Ticks, TimeSpan.Zero);
        return
        [
            .. Enumerable.Range(0, count)
                .Select(i => new CandleRow((first + (step * i)).ToUnixTimeMilliseconds(), 10m, 11m, 9m, 10.5m, 1m, true, 1)),
        ];
    }

    private async Task<Guid> AddUserAsync()
    {
        await using var context = CreateContext();
        var user = TestRecords.User();
        context.Add(user);
        await context.SaveChangesAsync();
        return user.Id;
    }

    private async Task<Guid> AddAssetAsync()
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        return asset.Id;
    }

    private async Task OpenSessionAsync(Guid userId)
    {
        var sessions = new SessionManager(Get<TradingDatabase>(), new SessionOptions { MaxSessionsPerUser = 100 });
        (await sessions.CreateSessionAsync(userId, new ClientInfo("203.0.113.7", "Specification/1.0"))).Should()
            .BeOfType<CreateSessionResult.Created>();
    }
}
