using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Model;

/// <summary>The ancestor's searches, each answered from its index: read from the engine's own plan.</summary>
public abstract class IndexUseSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly Guid Id = new("019b8b2c-0000-7000-8000-000000000001");

    [Test]
    public Task Active_users_are_found_by_idx_user_active() =>
        UsesAsync("idx_user_active", context => context.Users.Where(user => user.IsActive && user.CreatedAt > Start));

    [Test]
    public Task Expired_sessions_are_found_by_idx_session_expires() =>
        UsesAsync("idx_session_expires", context => context.UserSessions.Where(session => session.AbsoluteExpiresAt < Start));

    [Test]
    public Task Tradable_assets_are_found_by_idx_asset_search() =>
        UsesAsync(
            "idx_asset_search",
            context => context.Assets.Where(
                asset => asset.AssetClass == AssetClass.Crypto && asset.IsActive && asset.Status == AssetStatus.Trading));

    [Test]
    public Task Strategies_are_found_by_idx_strategy_search() =>
        UsesAsync(
            "idx_strategy_search",
            context => context.Strategies.Where(strategy => strategy.UserId == Id && strategy.IsActive && strategy.IsPublic));

    [Test]
    public Task Signals_are_found_by_idx_signal_search() =>
        UsesAsync(
            "idx_signal_search",
            context =>
                context.Signals.Where(signal => signal.AssetId == Id && signal.IsActive).OrderByDescending(signal => signal.CreatedAt));

    [Test]
    public Task Trades_are_found_by_idx_trade_search() =>
        UsesAsync("idx_trade_search", context => context.Trades
            .Where(trade => trade.UserId == Id && trade.StrategyId == Id && trade.Status == TradeStatus.Open)
            .OrderBy(trade => trade.OpenedAt));

    [Test]
    public Task Metrics_are_found_by_idx_metrics_search() =>
        UsesAsync("idx_metrics_search", context => context.PerformanceMetrics
            .Where(metrics => metrics.UserId == Id && metrics.Kind == RunKind.Live && metrics.RunId == null)
            .Where(metrics => metrics.StrategyId == Id && metrics.Currency == Currency.Parse("USDT"))
            .Where(metrics => metrics.Period == MetricsPeriod.Daily)
            .OrderBy(metrics => metrics.StartDate));

    [Test]
    public Task Equity_marks_are_found_by_idx_equity_mark_search() =>
        UsesAsync("idx_equity_mark_search", context => context.EquityMarks
            .Where(mark => mark.UserId == Id && mark.Kind == RunKind.Live && mark.RunId == Id)
            .OrderBy(mark => mark.Instant));

    [Test]
    public Task Candles_are_found_in_order_by_their_key() =>
        UsesAsync(ClusteredKeyInPlan, context => context.MarketData
            .Where(candle => candle.AssetId == Id && candle.Timeframe == Timeframe.OneMinute && candle.OpenTime >= Start)
            .OrderBy(candle => candle.OpenTime));

    [Test]
    public Task A_user_is_found_by_the_blind_index_of_the_encrypted_email() =>
        UsesAsync("uq_users_email_index", context => context.Users.Where(user => user.Email == "alice@example.com"), orElse: "email_index");

    /// <summary>What the engine's plan says when it searches a clustered primary key.</summary>
    protected abstract string ClusteredKeyInPlan { get; }

    /// <summary>What the engine's plan says when it sorts, which no answer from an index needs.</summary>
    protected abstract string SortInPlan { get; }

    private async Task UsesAsync(string index, Func<TradingDbContext, IQueryable> query, string? orElse = null)
    {
        await using var context = CreateContext();
        var plan = await TestDatabase.ExplainAsync(context, query(context));
        if (orElse is null)
            plan.Should().Contain(index);
        else
            plan.Should().ContainAny(index, orElse);
        plan.Should().NotContain(SortInPlan);
    }
}
