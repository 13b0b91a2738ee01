using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.Model;

/// <summary>Valid records, each with a name of its own, for tests to save and bend.</summary>
public static class TestRecords
{
    private static int _number;

    public static User User(string? name = null)
    {
        name ??= $"trader{Interlocked.Increment(ref _number)}";
        return new User { Username = name, Email = $"{name}@example.com" };
    }

    public static Asset Asset(string? symbol = null, AssetClass assetClass = AssetClass.Crypto, string exchange = "binance")
    {
        symbol ??= $"SYM{Interlocked.Increment(ref _number)}";
        return new Asset
        {
            Symbol = symbol,
            AssetClass = assetClass,
            Name = symbol,
            Exchange = exchange,
            BaseCurrency = Currency.Parse("BTC"),
            QuoteCurrency = Currency.Parse("USDT"),
        };
    }

    public static Strategy Strategy(Guid userId) =>
        new()
        {
            UserId = userId,
            Name = "Crossover",
            StrategyType = "moving_average_crossover",
            Config = new() { ["fast"] = 10, ["slow"] = 30 }
        };

    public static Signal Signal(Guid userId, Guid assetId, Guid? strategyId = null) => new()
    {
        UserId = userId,
        AssetId = assetId,
        StrategyId = strategyId,
        SignalType = SignalType.Buy,
        KnownAt = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero),
        CurrentPrice = 100m,
        EntryPrice = 100m,
        TargetPrice = 110m,
        StopLoss = 95m,
        Timeframe = Timeframe.OneHour,
    };

    public static Trade Trade(Guid userId, Guid assetId, Guid? strategyId = null, decimal? quantity = 2m, Asset? asset = null) => new()
    {
        UserId = userId,
        AssetId = assetId,
        StrategyId = strategyId,
        Side = OrderSide.Buy,
        Asset = asset,
        Exchange = "binance",
        Quantity = quantity,
        OpenedAt = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero),
    };

    public static TradeExecution Fill(OrderSide side, decimal price, decimal quantity, decimal fee = 0m, int minute = 1) => new()
    {
        Side = side,
        Price = price,
        Quantity = quantity,
        FeeAmount = fee,
        FeeCurrency = fee == 0 ? null : Currency.Parse("USDT"),
        ExecutedAt = new DateTimeOffset(2026, 1, 5, 0, minute, 0, TimeSpan.Zero),
    };

    public static ExchangeCredential Credential(Guid userId, string label = "default") =>
        new()
        {
            UserId = userId,
            Exchange = "okx",
            Label = label,
            ApiKey = "the-api-key",
            ApiSecret = "the-api-secret",
            Passphrase = "the-passphrase"
        };

    public static UserSession Session(Guid userId) => new()
    {
        UserId = userId,
        RefreshHash = new byte[32],
        AbsoluteExpiresAt = new DateTimeOffset(2026, 1, 6, 0, 0, 0, TimeSpan.Zero),
        IdleExpiresAt = new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero),
        LastSeenAt = new DateTimeOffset(2026, 1, 5, 9, 0, 0, TimeSpan.Zero),
        IpAddress = "192.0.2.7",
        UserAgent = "Mozilla/5.0",
    };

    public static PerformanceMetrics Metrics(
        Guid userId, Guid? strategyId = null, Guid? runId = null, RunKind kind = RunKind.Live, string currency = "USDT") => new()
        {
            UserId = userId,
            Kind = kind,
            RunId = runId,
            StrategyId = strategyId,
            Currency = Currency.Parse(currency),
            FormulaVersion = 1,
            InputHash = "none",
            Period = MetricsPeriod.Daily,
            StartDate = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero),
            EndDate = new DateTimeOffset(2026, 1, 6, 0, 0, 0, TimeSpan.Zero),
        };

    public static EquityMark Mark(
        Guid userId, Guid? accountId = null, Guid? runId = null, RunKind kind = RunKind.Live, string currency = "USDT") => new()
        {
            UserId = userId,
            Kind = kind,
            RunId = runId,
            AccountId = accountId,
            Currency = Currency.Parse(currency),
            Instant = new DateTimeOffset(2026, 1, 6, 0, 0, 0, TimeSpan.Zero),
            Equity = 1_000m,
        };
}
