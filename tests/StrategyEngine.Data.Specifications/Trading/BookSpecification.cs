using System.Globalization;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Specifications.Model;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Specifications.Trading;

/// <summary>A user with a live account, a strategy and two instruments.</summary>
public abstract class BookSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private int _number;

    protected static Currency Usdt { get; } = Currency.Parse("USDT");

    protected static Currency Btc { get; } = Currency.Parse("BTC");

    protected TradingAccount Account { get; private set; } = null!;

    protected Strategy Strategy { get; private set; } = null!;

    /// <summary>BTCUSDT on the spot market.</summary>
    protected Asset Spot { get; private set; } = null!;

    /// <summary>BTCUSDT as a linear perpetual.</summary>
    protected Asset Perpetual { get; private set; } = null!;

    protected TradeBook Book => Get<TradeBook>();

    [SetUp]
    public async Task AddAccountAsync()
    {
        await using var context = CreateContext();
        var user = TestRecords.User();
        Spot = TestRecords.Asset("BTCUSDT");
        Spot.StepSize = 0.001m;
        Perpetual = TestRecords.Asset("BTCUSDT");
        Perpetual.Market = MarketKind.LinearPerpetual;
        context.AddRange(user, Spot, Perpetual);
        Strategy = TestRecords.Strategy(user.Id);
        Account = new TradingAccount { UserId = user.Id, Kind = RunKind.Live, Exchange = "binance", Name = "main" };
        context.AddRange(Strategy, Account);
        await context.SaveChangesAsync();
    }

    /// <summary>A fill a second after the one before, with an id of its own.</summary>
    protected FillReport Fill(
        Asset asset,
        OrderSide side,
        decimal quantity,
        decimal price,
        Money? fee = null,
        string order = "",
        string? id = null,
        Guid? run = null)
    {
        var number = Interlocked.Increment(ref _number);
        return new FillReport
        {
            AssetId = asset.Id,
            RunId = run,
            ExchangeOrderId = order,
            ExecutionId = id ?? number.ToString(CultureInfo.InvariantCulture),
            Side = side,
            Quantity = quantity,
            Price = price,
            Fee = fee,
            ExecutedAt = Start.AddSeconds(number),
        };
    }

    protected static OrderReport Order(
        Asset asset, OrderSide side, decimal quantity, OrderStatus status, int second = 0, string? client = "c1", string? exchange = null,
        Guid? run = null, decimal? price = null) => new()
        {
            AssetId = asset.Id,
            RunId = run,
            ClientOrderId = client,
            ExchangeOrderId = exchange,
            Side = side,
            Type = price is null ? OrderType.Market : OrderType.Limit,
            Price = price,
            Quantity = quantity,
            Status = status,
            StatusText = status == OrderStatus.Unknown ? "PENDING_REVIEW" : null,
            OccurredAt = Start.AddSeconds(second),
        };

    protected async Task<Trade> TradeAsync()
    {
        await using var context = CreateContext();
        return await context.Trades.AsNoTracking().Include(trade => trade.Executions).SingleAsync(trade => trade.AccountId == Account.Id);
    }

    /// <summary>All that follows from the reports of an account, in one order and without ids and times of storing.</summary>
    protected async Task<IReadOnlyList<string>> DumpAsync(Guid accountId)
    {
        await using var context = CreateContext();
        var lines = new List<string>();
        var fills = await context.Fills.AsNoTracking().Where(fill => fill.AccountId == accountId).ToListAsync();
        var names = fills.ToDictionary(fill => fill.Id, fill => $"{fill.AssetId}/{fill.ExchangeOrderId}/{fill.ExecutionId}/{fill.Side}");
        lines.AddRange(fills.Select(fill => string.Create(
            CultureInfo.InvariantCulture,
            $"fill {names[fill.Id]} {fill.Quantity} {fill.Price} {fill.FeeAmount} {fill.FeeCurrency} excess {fill.ExcessQuantity} "
            + $"{fill.StrategyId} {fill.OrderId is not null}")));
        var trades = await context.Trades.AsNoTracking().Include(trade => trade.Executions)
            .Where(trade => trade.AccountId == accountId).ToListAsync();
        foreach (var trade in trades)
        {
            var name = $"{names[trade.OpeningFillId!.Value]}/{trade.Side}";
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"trade {name} {trade.Status} {trade.FilledQuantity} {trade.ExitQuantity} {trade.OpenQuantity} {trade.DustQuantity} "
                + $"{trade.EntryPrice} {trade.ExitPrice} {trade.Fee} {trade.MissingRates} {trade.GrossPnl} {trade.Pnl} "
                + $"{trade.PnlPercentage} {trade.OpenedAt:O} {trade.ClosedAt:O} {trade.DurationSeconds} {trade.StrategyId} "
                + $"{trade.Currency}"));
            lines.AddRange(trade.Executions.Select(part => string.Create(
                CultureInfo.InvariantCulture,
                $"part of {name}: {names[part.FillId!.Value]} {part.Quantity} {part.FeeAmount} {part.FeeCurrency} {part.GrossPnl}")));
        }

        var positions = await context.Positions.AsNoTracking().Where(position => position.AccountId == accountId).ToListAsync();
        lines.AddRange(positions.Where(position => position.Quantity + position.DustQuantity > 0).Select(position => string.Create(
            CultureInfo.InvariantCulture,
            $"position {position.AssetId} {position.StrategyId} {position.Side} {position.Quantity} {position.AveragePrice} "
            + $"{position.Cost} {position.DustQuantity} {position.DustCost} {position.TradeId is not null}")));
        var orders = await context.Orders.AsNoTracking().Include(order => order.Events).Where(order => order.AccountId == accountId)
            .ToListAsync();
        lines.AddRange(orders.Select(order => string.Create(
            CultureInfo.InvariantCulture,
            $"order {order.ClientOrderId} {order.ExchangeOrderId} {order.Status} {order.ReportedStatus} {order.StatusText} "
            + $"{order.FilledQuantity} {order.AveragePrice} {order.ReportedFilledQuantity} {order.PlacedAt:O} {order.ReportedAt:O} "
            + $"{order.Events.Count}")));
        lines.Sort(StringComparer.Ordinal);
        return lines;
    }
}
