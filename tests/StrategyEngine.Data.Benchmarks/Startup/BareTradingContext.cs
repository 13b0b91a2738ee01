using System.Text.Json.Nodes;

using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Benchmarks.Startup;

/// <summary>
/// A plain context over the tables that <c>TradingDbContext</c> shows, with nothing of the library's but the classes of its records.
/// Secrets are columns of bytes.
/// </summary>
internal sealed class BareTradingContext(string connectionString) : DbContext
{
    public DbSet<Asset> Assets => Set<Asset>();

    public DbSet<Strategy> Strategies => Set<Strategy>();

    protected override void OnConfiguring(DbContextOptionsBuilder optionsBuilder) => optionsBuilder.UseSqlite(connectionString);

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Guid>().HaveConversion<GuidBytes>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<Milliseconds>();
        configurationBuilder.Properties<Enum>().HaveConversion<string>();
        configurationBuilder.Properties<Timeframe>().HaveConversion<TimeframeCode>();
        configurationBuilder.Properties<Currency>().HaveConversion<CurrencyCode>();
        configurationBuilder.Properties<JsonObject>().HaveConversion<JsonText>();
    }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<User>(user =>
        {
            user.ToTable("users");
            Secret(user, nameof(User.TotpSecret), "totp_secret");
        });
        modelBuilder.Entity<ExchangeCredential>(credential =>
        {
            credential.ToTable("exchange_credentials");
            Secret(credential, nameof(ExchangeCredential.ApiKey), "api_key");
            Secret(credential, nameof(ExchangeCredential.ApiSecret), "api_secret");
            Secret(credential, nameof(ExchangeCredential.Passphrase), "passphrase");
        });
        modelBuilder.Entity<Strategy>(strategy =>
        {
            strategy.ToTable("strategies");
            Secret(strategy, nameof(Strategy.Config), "config");
        });
        modelBuilder.Entity<UserSession>().ToTable("user_sessions");
        modelBuilder.Entity<ServiceCredential>().ToTable("service_credentials");
        modelBuilder.Entity<AuthenticationEvent>().ToTable("authentication_events").HasKey(entry => new { entry.OccurredAt, entry.Id });
        modelBuilder.Entity<Asset>().ToTable("assets");
        modelBuilder.Entity<Candle>().ToTable("market_data").HasKey(candle => new { candle.AssetId, candle.Timeframe, candle.OpenTime });
        modelBuilder.Entity<CandleCoverageBlock>().ToTable("candle_coverage")
            .HasKey(block => new { block.AssetId, block.Timeframe, block.BlockStart });
        modelBuilder.Entity<QuarantinedCandle>().ToTable("candle_quarantine");
        modelBuilder.Entity<IndicatorValues>().ToTable("indicator_values")
            .HasKey(values => new { values.AssetId, values.Timeframe, values.OpenTime, values.IndicatorVersion });
        modelBuilder.Entity<IndicatorState>().ToTable("indicator_states")
            .HasKey(state => new { state.AssetId, state.Timeframe, state.IndicatorVersion });
        modelBuilder.Entity<Signal>().ToTable("signals");
        modelBuilder.Entity<TradingAccount>().ToTable("trading_accounts");
        modelBuilder.Entity<Run>().ToTable("runs");
        modelBuilder.Entity<RunSeries>().ToTable("run_series");
        modelBuilder.Entity<Order>().ToTable("orders");
        modelBuilder.Entity<OrderEvent>().ToTable("order_events");
        modelBuilder.Entity<Fill>().ToTable("fills");
        modelBuilder.Entity<Position>().ToTable("positions");
        modelBuilder.Entity<LedgerEntry>().ToTable("ledger_entries");
        modelBuilder.Entity<EquityMark>().ToTable("equity_marks");
        modelBuilder.Entity<Trade>().ToTable("trades");
        modelBuilder.Entity<TradeExecution>().ToTable("trade_executions");
        modelBuilder.Entity<PerformanceMetrics>().ToTable("performance_metrics");
        modelBuilder.Entity<AuditEntry>().ToTable("audit_entries");
        foreach (var property in modelBuilder.Model.GetEntityTypes().SelectMany(type => type.GetDeclaredProperties()))
        {
            if (!property.IsShadowProperty())
                property.SetColumnName(SnakeCase(property.Name));
        }
    }

    private static void Secret<T>(
        Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<T> entity, string property, string column)
        where T : class
    {
        entity.Ignore(property);
        entity.Property<byte[]>(property + "Stored").HasColumnName(column);
    }

    private static string SnakeCase(string name) =>
        string.Concat(
            name.Select(
                (letter, i) =>
                    i > 0 && char.IsUpper(letter) ? "_" + char.ToLowerInvariant(letter) : char.ToLowerInvariant(letter).ToString()));
}
