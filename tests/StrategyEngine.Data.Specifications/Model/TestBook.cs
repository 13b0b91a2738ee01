using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Specifications.Model;

/// <summary>A user with one of everything that belongs to a user.</summary>
public sealed record TestBook(User User, Asset Asset, Strategy Strategy, Signal Signal, Trade Trade, ExchangeCredential Credential)
{
    public static async Task<TestBook> SaveAsync(TradingDbContext context)
    {
        var user = TestRecords.User();
        var asset = TestRecords.Asset();
        context.AddRange(user, asset);
        var strategy = TestRecords.Strategy(user.Id);
        context.Add(strategy);
        var signal = TestRecords.Signal(user.Id, asset.Id, strategy.Id);
        context.Add(signal);
        var trade = TestRecords.Trade(user.Id, asset.Id, strategy.Id, asset: asset);
        trade.AddExecution(TestRecords.Fill(OrderSide.Buy, 100m, 2m, 0.2m));
        context.Add(trade);
        var credential = TestRecords.Credential(user.Id);
        context.AddRange(credential, TestRecords.Session(user.Id), TestRecords.Metrics(user.Id, strategy.Id), TestRecords.Metrics(user.Id));
        context.Add(new Candle
        {
            AssetId = asset.Id,
            Timeframe = Timeframe.OneHour,
            OpenTime = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero),
            Open = 1,
            High = 2,
            Low = 1,
            Close = 2,
            Volume = 3,
            Closed = true,
        });
        context.Add(new IndicatorValues
        {
            AssetId = asset.Id,
            Timeframe = Timeframe.OneHour,
            OpenTime = new DateTimeOffset(2026, 1, 5, 0, 0, 0, TimeSpan.Zero),
            IndicatorVersion = 1,
            Rsi = 55.5,
            BollingerUpper = 2.5m,
        });
        await context.SaveChangesAsync();
        context.ChangeTracker.Clear();
        return new TestBook(user, asset, strategy, signal, trade, credential);
    }
}
