using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Specifications.Performance;

/// <summary>A user with a strategy whose trades and equity are measured.</summary>
public abstract class PerformanceSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    protected const double Precision = 1e-9;

    // A Monday, and the first of a month.
    protected static DateTimeOffset Monday { get; } = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    // empyrical (Quantopian, Apache License 2.0), tests/test_stats.py: mixed_returns; its Sharpe and Sortino ratios are published for N =
    // 252.
    protected static IReadOnlyList<decimal> MixedReturns { get; } = [.01m, .10m, -.04m, .02m, .03m, .02m, .01m, -.10m];

    // What a stored trade settles in.
    protected static Currency Settled { get; } = Currency.Parse("USDT");

    protected Guid RunId { get; } = Guid.CreateVersion7();

    protected Guid UserId { get; } = Guid.CreateVersion7();

    protected Guid AssetId { get; } = Guid.CreateVersion7();

    protected Guid StrategyId { get; } = Guid.CreateVersion7();

    protected Guid OtherStrategyId { get; } = Guid.CreateVersion7();

    protected Asset Asset { get; private set; } = null!;

    protected PerformanceRecorder Recorder => Get<PerformanceRecorder>();

    protected PerformanceScope Strategy => PerformanceScope.OfUser(UserId, RunKind.Live, StrategyId);

    protected PerformanceScope Whole => PerformanceScope.OfUser(UserId, RunKind.Live);

    protected PerformanceScope Run => PerformanceScope.OfRun(UserId, RunKind.Backtest, RunId, StrategyId);

    [SetUp]
    public async Task AddUserAsync()
    {
        await using var context = CreateContext();
        context.Add(new User { Id = UserId, Username = "ada", Email = "ada@example.org" });
        context.Add(
            Asset = new Asset
            {
                BaseCurrency = Currency.Parse("BTC"),
                QuoteCurrency = Currency.Parse("USDT"),
                Id = AssetId,
                Symbol = "BTCUSDT",
                AssetClass = AssetClass.Crypto,
                Name = "Bitcoin / Tether",
                Exchange = "binance"
            });
        context.Add(new Strategy { Id = StrategyId, UserId = UserId, Name = "crossover", StrategyType = "moving_average_crossover" });
        var account = new TradingAccount { UserId = UserId, Kind = RunKind.Backtest, Exchange = "binance", Name = "simulated" };
        context.Add(account);
        context.Add(
            new StrategyEngine.Data.Model.Run
            {
                Id = RunId,
                UserId = UserId,
                AccountId = account.Id,
                Kind = RunKind.Backtest,
                StartedAt = Monday
            });
        context.Add(new Strategy { Id = OtherStrategyId, UserId = UserId, Name = "breakout", StrategyType = "breakout" });
        await context.SaveChangesAsync();
    }

    protected List<EquityMark> PublishedMarks()
    {
        var equity = 1_000_000m;
        var marks = new List<EquityMark> { Mark(Monday, equity) };
        foreach (var value in MixedReturns)
            marks.Add(Mark(Monday.AddDays(marks.Count).AddHours(-1), decimal.Round(equity *= 1 + value, 8)));
        return marks;
    }

    protected EquityMark Mark(DateTimeOffset instant, decimal equity, Currency? currency = null, decimal flow = 0, Guid? userId = null) =>
        Mark(instant, equity, RunKind.Backtest, RunId, null, currency, flow, userId);

    protected EquityMark Mark(
        DateTimeOffset instant,
        decimal equity,
        RunKind kind,
        Guid? runId = null,
        Guid? accountId = null,
        Currency? currency = null,
        decimal flow = 0,
        Guid? userId = null) => new()
        {
            UserId = userId ?? UserId,
            Kind = kind,
            RunId = runId,
            AccountId = accountId,
            Currency = currency ?? Settled,
            Instant = instant,
            Equity = equity,
            Flow = flow,
        };

    protected Trade NewTrade(DateTimeOffset closedAt, decimal profit, Guid? strategyId, Guid userId, bool closed = true)
    {
        var quantity = closed ? 1 : 2;
        var trade = new Trade
        {
            UserId = userId,
            AssetId = AssetId,
            Asset = Asset,
            StrategyId = strategyId,
            RunId = userId == UserId ? RunId : null,
            Side = OrderSide.Buy,
            Exchange = "binance",
            Quantity = quantity,
            OpenedAt = closedAt.AddHours(-1),
        };
        trade.AddExecution(
            new TradeExecution { Side = OrderSide.Buy, Price = 1_000, Quantity = quantity, ExecutedAt = closedAt.AddHours(-1) });
        trade.AddExecution(new TradeExecution { Side = OrderSide.Sell, Price = 1_000 + profit, Quantity = 1, ExecutedAt = closedAt });
        return trade;
    }

    protected async Task AddTradesAsync(params (DateTimeOffset ClosedAt, decimal Profit)[] trades)
    {
        foreach (var (closedAt, profit) in trades)
            await AddTradeAsync(closedAt, profit, StrategyId);
    }

    protected async Task AddTradeAsync(DateTimeOffset closedAt, decimal profit, Guid? strategyId)
    {
        await using var context = CreateContext();
        context.Attach(Asset);
        context.Add(NewTrade(closedAt, profit, strategyId, UserId));
        await context.SaveChangesAsync();
    }

    protected async Task<List<PerformanceMetrics>> ReadAsync()
    {
        await using var context = CreateContext();
        var rows = await context.PerformanceMetrics.AsNoTracking().ToListAsync();
        return [.. rows.OrderBy(row => row.Currency).ThenBy(row => row.Period).ThenBy(row => row.StartDate)];
    }
}
