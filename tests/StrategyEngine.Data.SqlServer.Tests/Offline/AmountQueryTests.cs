using FluentAssertions;
using Microsoft.EntityFrameworkCore;
using NUnit.Framework;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

/// <summary>Products and quotients keep eight decimals, or are refused.</summary>
public sealed class AmountQueryTests
{
    [Test]
    public void What_keeps_eight_decimals_is_translated()
    {
        ToSql(context => context.Trades.Select(trade => trade.Quantity * trade.LimitPrice)).Should().Contain("[quantity] * [t].[limit_price]");
        ToSql(context => context.Trades.Where(trade => trade.Quantity / trade.FilledQuantity > 2m)).Should().Contain("[quantity] / [t].[filled_quantity]");
        ToSql(context => context.MarketData.Where(candle => candle.High - candle.Low > candle.Open)).Should().Contain("[high] - [m].[low]");
        ToSql(context => context.MarketData.Select(candle => candle.Volume / candle.Volume)).Should().Contain("/");
    }

    [Test]
    public void A_product_with_a_volume_is_refused() => Refused(context => context.MarketData.Select(candle => candle.Volume * candle.Close), "'(candle.Volume * candle.Close)'");

    [Test]
    public void A_product_of_three_amounts_is_refused() => Refused(
        context => context.Trades.Where(trade => trade.Quantity * trade.LimitPrice!.Value * trade.StopPrice!.Value > 1m), "only 6 decimals");

    [Test]
    public void A_quotient_of_sums_is_refused() => Refused(
        context => context.Trades.GroupBy(trade => trade.UserId).Select(group => group.Sum(trade => trade.Quantity) / group.Sum(trade => trade.FilledQuantity)), "only 6 decimals");

    private static void Refused(Func<TradingDbContext, IQueryable> query, string part) =>
        FluentActions.Invoking(() => ToSql(query)).Should().Throw<TradingDataException>().Where(exception => exception.Code == "persistence.amount_scale" && exception.Message.Contains(part));

    private static string ToSql(Func<TradingDbContext, IQueryable> query)
    {
        using var context = OfflineModel.CreateContext();
        return query(context).ToQueryString();
    }
}
