using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Infrastructure;

using NUnit.Framework;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.SqlServer.Tests.Offline;

/// <summary>Products and quotients keep eight decimals, or are refused.</summary>
public sealed class AmountTranslationTests
{
    [Test]
    public void What_keeps_eight_decimals_is_translated()
    {
        ToSql(context => context.Trades.Select(trade => trade.Quantity * trade.LimitPrice)).Should()
            .Contain("[quantity] * [t].[limit_price]");
        ToSql(context => context.Trades.Where(trade => trade.Quantity / trade.FilledQuantity > 2m)).Should()
            .Contain("[quantity] / [t].[filled_quantity]");
        ToSql(context => context.MarketData.Where(candle => candle.High - candle.Low > candle.Open)).Should().Contain("[high] - [m].[low]");
        ToSql(context => context.MarketData.Select(candle => candle.Volume / candle.Volume)).Should().Contain("/");
    }

    [Test]
    public void A_product_with_a_volume_is_refused() =>
    Refused(context => context.MarketData.Select(candle => candle.Volume * candle.Close), "the operator Multiply");

    [Test]
    public void A_product_of_three_amounts_is_refused() => Refused(
        context => context.Trades.Where(trade => trade.Quantity * trade.LimitPrice!.Value * trade.StopPrice!.Value > 1m),
        "more than 6 decimals");

    [Test]
    public void A_quotient_of_sums_is_refused() => Refused(
        context => context.Trades.GroupBy(trade => trade.UserId)
            .Select(group => group.Sum(trade => trade.Quantity) / group.Sum(trade => trade.FilledQuantity)), "more than 6 decimals");

    [Test]
    public void A_product_is_followed_through_what_the_query_selects() => Refused(
        context => context.MarketData.Select(candle => new { Size = candle.Volume, candle.Close })
            .Where(candle => candle.Size * candle.Close > 1m), "the operator Multiply");

    [Test]
    public void What_SQL_Server_rounds_its_own_way_is_refused()
    {
        Refused(context => context.Trades.Where(trade => Math.Round(trade.Quantity, 2) == 1m), "ROUND()");
        Refused(context => context.Trades.Where(trade => Convert.ToInt32(trade.Quantity) == 1), "ROUND()");
        Refused(context => context.Trades.Where(trade => trade.Quantity.ToString() == "1.5"), "CONVERT()");
        Refused(
            context => context.PerformanceMetrics.Where(metrics => (decimal?)metrics.SharpeRatio > metrics.TotalPnl),
            "a conversion to Decimal");
        ToSql(context => context.Trades.Where(trade => (int)trade.Quantity == 1 && Math.Truncate(trade.Quantity) == 1m)).Should()
            .Contain("AS int)").And.Contain("ROUND([t].[quantity], 0, 1)");
    }

    [Test]
    public void An_average_is_rounded_and_not_cut() =>
    ToSql(context => context.Trades.GroupBy(trade => trade.UserId).Select(group => group.Average(trade => trade.Quantity)))
        .Should().Contain("ROUND(AVG(CAST([t].[quantity] AS decimal(38,10))), 8)");

    [Test]
    public void A_list_that_would_be_cut_to_the_digits_of_a_column_is_refused()
    {
        var list = new[] { 0.000000001m };
        Refused(context => context.Trades.Where(trade => EF.Parameter(list).Contains(trade.Quantity)), "one parameter");
    }

    [Test]
    public void A_value_that_the_driver_would_cut_is_refused_before_it_is_sent()
    {
        var fine = 0.000000001m;
        using var context = OfflineModel.CreateContext();
        using var cut = context.Trades.Where(trade => trade.Quantity > fine).CreateDbCommand();
        fine = 0.00000001m;
        using var whole = context.Trades.Where(trade => trade.Quantity > fine).CreateDbCommand();

        var interceptor = context.GetService<IDbContextOptions>()
            .FindExtension<CoreOptionsExtension>()!.Interceptors!.OfType<IDbCommandInterceptor>().Single();
        FluentActions.Invoking(() => interceptor.CommandInitialized(null!, cut))
            .Should().Throw<AmountQueryException>()
            .WithMessage("*more than 8 decimals*");
        interceptor.CommandInitialized(null!, whole).Should().BeSameAs(whole);
    }

    [Test]
    public void A_product_is_not_stored()
    {
        using var context = OfflineModel.CreateContext();
        context.Assets.Invoking(
            assets => assets.ExecuteUpdate(set => set.SetProperty(asset => asset.TickSize, asset => asset.TickSize * 1.1m)))
            .Should().Throw<AmountQueryException>().WithMessage("*that is stored*");
    }

    private static void Refused(Func<TradingDbContext, IQueryable> query, string part) =>
        FluentActions.Invoking(() => ToSql(query)).Should().Throw<AmountQueryException>().WithMessage($"*{part}*");

    private static string ToSql(Func<TradingDbContext, IQueryable> query)
    {
        using var context = OfflineModel.CreateContext();
        return query(context).ToQueryString();
    }
}
