using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Benchmarks.Performance;

/// <summary>A SQLite file with closed trades of one user over four years.</summary>
internal sealed class TradeFile : IAsyncDisposable
{
    private static readonly Currency Tether = Currency.Parse("USDT");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("metrics-ratio-");
    private readonly ServiceProvider _services;

    private TradeFile() => _services = new ServiceCollection()
        .AddTradingData(trading => trading
            .UseSqlite($"Data Source={Path.Combine(_folder.FullName, "trading.db")}")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(_folder.FullName, "keys")))))
        .BuildServiceProvider();

    public static async Task<TradeFile> CreateAsync(int count)
    {
        var file = new TradeFile();
        await file._services.GetRequiredService<MigrationRunner>().MigrateAsync();
        await using var context = file.CreateContext();
        var user = new User { Username = "ada", Email = "ada@example.org" };
        var asset = new Asset
        {
            Symbol = "BTCUSDT",
            AssetClass = AssetClass.Crypto,
            Name = "Bitcoin / Tether",
            Exchange = "binance",
            BaseCurrency = Currency.Parse("BTC"),
            QuoteCurrency = Tether,
        };
        context.AddRange(user, asset);
        await context.SaveChangesAsync();
        var start = new DateTimeOffset(2022, 1, 1, 0, 0, 0, TimeSpan.Zero);
        var step = TimeSpan.FromDays(4 * 365) / count;
        await file._services.GetRequiredService<BulkWriter>().UpsertAsync(
            Enumerable.Range(0, count).Select(i => Trade(i, start + i * step, user, asset)));
        return file;
    }

    /// <summary>One pass over the stored trades, in the order in which they closed.</summary>
    public async IAsyncEnumerable<ClosedTrade> ReadAsync()
    {
        await using var context = CreateContext();
        var trades = context.Trades.AsNoTracking().Where(trade => trade.ClosedAt != null).OrderBy(trade => trade.ClosedAt)
            .Select(trade => new
            {
                trade.OpenedAt,
                trade.ClosedAt,
                trade.Pnl,
                trade.FilledQuantity,
                trade.EntryPrice,
                trade.ExitPrice,
            });
        await foreach (var trade in trades.AsAsyncEnumerable())
        {
            yield return new ClosedTrade(trade.OpenedAt, trade.ClosedAt!.Value, new Money(trade.Pnl!.Value, Tether))
            {
                Fee = new Money(0.25m, Tether),
                EntryNotional = trade.FilledQuantity * trade.EntryPrice,
                Turnover = trade.FilledQuantity * (trade.EntryPrice + trade.ExitPrice),
            };
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        _folder.Delete(recursive: true);
    }

    private TradingDbContext CreateContext() => _services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContext();

    private static Trade Trade(int index, DateTimeOffset closedAt, User user, Asset asset)
    {
        var openedAt = closedAt.AddMinutes(-index % 500 - 1);
        var trade = new Trade
        {
            UserId = user.Id,
            AssetId = asset.Id,
            Asset = asset,
            Side = OrderSide.Buy,
            Exchange = "binance",
            Quantity = 1,
            OpenedAt = openedAt,
        };
        trade.AddExecution(new TradeExecution { Side = OrderSide.Buy, Price = 100, Quantity = 1, ExecutedAt = openedAt });
        trade.AddExecution(new TradeExecution { Side = OrderSide.Sell, Price = 95.5m + index % 10, Quantity = 1, ExecutedAt = closedAt });
        return trade;
    }
}
