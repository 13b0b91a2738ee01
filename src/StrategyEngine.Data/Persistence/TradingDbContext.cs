using System.Diagnostics;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>The trading domain in a database of its own.</summary>
/// <remarks>
/// <para>Resolve it scoped, or create one with <c>IDbContextFactory&lt;TradingDbContext&gt;</c>; both are registered by
/// <c>AddTradingData</c>. A context is not thread-safe.</para>
/// <para>An application that wants the library's tables in a context of its own calls
/// <see cref="TradingModelBuilderExtensions.ApplyTradingModel"/> there instead.</para>
/// </remarks>
[DebuggerDisplay("TradingDbContext {ContextId}")]
public sealed class TradingDbContext : DbContext
{
    /// <summary>Creates a context. Applications resolve it instead.</summary>
    /// <param name="options">The options <c>AddTradingData</c> built.</param>
    public TradingDbContext(DbContextOptions<TradingDbContext> options)
        : base(options)
    {
    }

    /// <summary>Users.</summary>
    public DbSet<User> Users => Set<User>();

    /// <summary>Sessions of users.</summary>
    public DbSet<UserSession> UserSessions => Set<UserSession>();

    /// <summary>API keys that the application issues to programs that act for a user.</summary>
    public DbSet<ServiceCredential> ServiceCredentials => Set<ServiceCredential>();

    /// <summary>The record of log-ins, failures, refreshes, revocations and reveals. Read it; it is written as they happen.</summary>
    public DbSet<AuthenticationEvent> AuthenticationEvents => Set<AuthenticationEvent>();

    /// <summary>API keys of users at exchanges.</summary>
    public DbSet<ExchangeCredential> ExchangeCredentials => Set<ExchangeCredential>();

    /// <summary>Instruments.</summary>
    public DbSet<Asset> Assets => Set<Asset>();

    /// <summary>Candles. Write many at once with <c>CandleStore</c>.</summary>
    public DbSet<Candle> MarketData => Set<Candle>();

    /// <summary>
    /// What <c>CandleStore</c> has recorded of the candles it wrote. Read it through <c>CandleStore.ReadCoverageAsync</c>.
    /// </summary>
    public DbSet<CandleCoverageBlock> CandleCoverage => Set<CandleCoverageBlock>();

    /// <summary>Candles that <c>CandleStore</c> refused, with the reason.</summary>
    public DbSet<QuarantinedCandle> CandleQuarantine => Set<QuarantinedCandle>();

    /// <summary>Technical indicators of candles.</summary>
    public DbSet<IndicatorValues> IndicatorValues => Set<IndicatorValues>();

    /// <summary>Where the calculation of indicators stands.</summary>
    public DbSet<IndicatorState> IndicatorStates => Set<IndicatorState>();

    /// <summary>Strategies.</summary>
    public DbSet<Strategy> Strategies => Set<Strategy>();

    /// <summary>Signals.</summary>
    public DbSet<Signal> Signals => Set<Signal>();

    /// <summary>Accounts at exchanges, and simulated ones.</summary>
    public DbSet<TradingAccount> TradingAccounts => Set<TradingAccount>();

    /// <summary>Runs of strategies: live, on paper, back-tests.</summary>
    public DbSet<Run> Runs => Set<Run>();

    /// <summary>Candles that runs used.</summary>
    public DbSet<RunSeries> RunSeries => Set<RunSeries>();

    /// <summary>Orders. <c>TradeBook</c> writes them.</summary>
    public DbSet<Order> Orders => Set<Order>();

    /// <summary>What was reported of orders.</summary>
    public DbSet<OrderEvent> OrderEvents => Set<OrderEvent>();

    /// <summary>Fills as exchanges told them. <c>TradeBook</c> writes them.</summary>
    public DbSet<Fill> Fills => Set<Fill>();

    /// <summary>Positions. <c>TradeBook</c> writes them.</summary>
    public DbSet<Position> Positions => Set<Position>();

    /// <summary>Changes of balances that are no fills: funding, deposits, withdrawals.</summary>
    public DbSet<LedgerEntry> LedgerEntries => Set<LedgerEntry>();

    /// <summary>Trades.</summary>
    public DbSet<Trade> Trades => Set<Trade>();

    /// <summary>Parts of fills that belong to trades.</summary>
    public DbSet<TradeExecution> TradeExecutions => Set<TradeExecution>();

    /// <summary>What accounts were worth over time. Write many at once with <c>PerformanceRecorder.MarkAsync</c>.</summary>
    public DbSet<EquityMark> EquityMarks => Set<EquityMark>();

    /// <summary>Performance rows.</summary>
    public DbSet<PerformanceMetrics> PerformanceMetrics => Set<PerformanceMetrics>();

    /// <summary>The audit trail. Read it; it is written when audited records are saved.</summary>
    public DbSet<AuditEntry> AuditEntries => Set<AuditEntry>();

    /// <inheritdoc />
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ApplyTradingModel();
    }
}
