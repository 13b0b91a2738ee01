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
        ToSql(context => context.PerformanceMetrics.Select(metrics => metrics.TotalPnl * metrics.Expectancy)).Should()
            .Contain("[total_pnl] * [p].[expectancy]");
        ToSql(context => context.PerformanceMetrics.Where(metrics => metrics.TotalPnl / metrics.AvgWin > 2m)).Should()
            .Contain("[total_pnl] / [p].[avg_win]");
        ToSql(context => context.MarketData.Where(candle => candle.Close / candle.Open > 2m)).Should().Contain("[close] / [m].[open]");
        ToSql(context => context.MarketData.Where(candle => candle.High - candle.Low > candle.Open)).Should().Contain("[high] - [m].[low]");
        ToSql(context => context.MarketData.Select(candle => candle.Volume / candle.Volume)).Should().Contain("/");
    }

    [Test]
    public void The_factors_of_a_product_are_narrowed_until_it_keeps_nine_decimals()
    {
        // SQL Server keeps as many decimals of a product as 38 digits leave behind those that may stand before the point: 28 and one more.
        ToSql(context => context.MarketData.Select(candle => candle.High * candle.Low)).Should()
            .Contain("CAST([m].[high] AS decimal(26,12)) * CAST([m].[low] AS decimal(26,12))");
        ToSql(context => context.MarketData.Select(candle => candle.Volume * candle.Close)).Should()
            .Contain("CAST([m].[volume] AS decimal(22,8)) * CAST([m].[close] AS decimal(26,12))");
        ToSql(context => context.MarketData.Select(candle => candle.Volume * candle.QuoteVolume)).Should()
            .Contain("CAST([m].[volume] AS decimal(22,8)) * CAST([m].[quote_volume] AS decimal(22,8))");
        ToSql(context => context.PerformanceMetrics.SelectMany(
            metrics => context.MarketData, (metrics, candle) => metrics.TotalPnl * candle.Volume)).Should()
            .Contain("[total_pnl] * CAST([m].[volume] AS decimal(24,8))", "money has twelve digits before the point, and leaves sixteen");
        ToSql(context => context.PerformanceMetrics.SelectMany(
            metrics => context.MarketData, (metrics, candle) => metrics.TotalPnl * candle.Close)).Should()
            .Contain("[total_pnl] * [m].[close]");
    }

    [Test]
    public void A_product_of_three_amounts_is_refused()
    {
        Refused(
            context => context.PerformanceMetrics.Where(
                metrics => metrics.TotalPnl * metrics.Expectancy!.Value * metrics.AvgWin!.Value > 1m),
            "more than 6 decimals");
        Refused(context => context.MarketData.Select(candle => candle.High * candle.Low * candle.Volume), "the operator Multiply");
    }

    [Test]
    public void A_quotient_of_sums_is_refused() => Refused(
        context => context.MarketData.GroupBy(candle => candle.AssetId)
            .Select(group => group.Sum(candle => candle.Close) / group.Sum(candle => candle.Open)), "more than 6 decimals");

    [Test]
    public void A_sum_that_would_lose_its_last_decimal_is_refused()
    {
        Refused(
            context => context.MarketData.GroupBy(candle => candle.AssetId)
                .Select(group => group.Sum(candle => candle.Close) + group.Sum(candle => candle.Open)), "more than 11 decimals");
        Refused(
            context => context.MarketData.GroupBy(candle => candle.AssetId)
                .Where(group => group.Sum(candle => candle.Volume) > group.Max(candle => candle.Open))
                .Select(group => group.Key), "amounts of more than 38 digits that meet");
        ToSql(context => context.MarketData.GroupBy(candle => candle.AssetId)
            .Where(group => group.Sum(candle => candle.Close) > group.Max(candle => candle.Open))
            .Select(group => group.Key)).Should().Contain("SUM([m].[close]), 0.0) > MAX([m].[open])");
    }

    [Test]
    public void A_product_is_followed_through_what_the_query_selects() => Refused(
        context => context.MarketData.Select(candle => new { Size = candle.Volume * candle.Open, candle.Close })
            .Where(candle => candle.Size * candle.Close > 1m), "the operator Multiply");

    [Test]
    public void What_SQL_Server_rounds_its_own_way_is_refused()
    {
        Refused(context => context.MarketData.Where(candle => Math.Round(candle.Close, 2) == 1m), "ROUND()");
        Refused(context => context.MarketData.Where(candle => Convert.ToInt32(candle.Close) == 1), "ROUND()");
        Refused(context => context.MarketData.Where(candle => candle.Close.ToString() == "1.5"), "CONVERT()");
        Refused(
            context => context.PerformanceMetrics.Where(metrics => (decimal?)metrics.SharpeRatio > metrics.TotalPnl),
            "a conversion to Decimal");
        ToSql(context => context.MarketData.Where(candle => (int)candle.Close == 1 && Math.Truncate(candle.Close) == 1m)).Should()
            .Contain("AS int)").And.Contain("ROUND([m].[close], 0, 1)");
    }

    [Test]
    public void An_average_is_rounded_to_the_decimals_of_its_column_and_not_cut()
    {
        ToSql(context => context.PerformanceMetrics.GroupBy(metrics => metrics.UserId).Select(group => group.Average(row => row.TotalPnl)))
            .Should().Contain("ROUND(AVG(CAST([p].[total_pnl] AS decimal(38,10))), 8)");
        ToSql(context => context.MarketData.GroupBy(candle => candle.AssetId).Select(group => group.Average(candle => candle.Volume)))
            .Should().Contain("ROUND(AVG(CAST([m].[volume] AS decimal(38,10))), 8)");
        ToSql(context => context.MarketData.GroupBy(candle => candle.AssetId).Select(group => group.Average(candle => candle.Close)))
            .Should().Contain("ROUND(AVG(CAST([m].[close] AS decimal(38,14))), 12)");
    }

    [Test]
    public void A_list_that_would_be_cut_to_the_digits_of_a_column_is_refused()
    {
        var list = new[] { 0.000000001m };
        Refused(context => context.MarketData.Where(candle => EF.Parameter(list).Contains(candle.Close)), "one parameter");
    }

    [Test]
    public void A_value_that_the_driver_would_cut_is_refused_before_it_is_sent()
    {
        var fine = 0.000000001m;
        using var context = OfflineModel.CreateContext();
        using var cut = context.MarketData.Where(candle => candle.Volume > fine).CreateDbCommand();
        using var price = context.MarketData.Where(candle => candle.Close > fine).CreateDbCommand();
        fine = 0.0000000000001m;
        using var cutPrice = context.MarketData.Where(candle => candle.Close > fine).CreateDbCommand();
        fine = 0.00000001m;
        using var whole = context.MarketData.Where(candle => candle.Volume > fine).CreateDbCommand();

        var interceptor = context.GetService<IDbContextOptions>()
            .FindExtension<CoreOptionsExtension>()!.Interceptors!.OfType<IDbCommandInterceptor>().Single();
        FluentActions.Invoking(() => interceptor.CommandInitialized(null!, cut))
            .Should().Throw<AmountQueryException>()
            .WithMessage("*more than 8 decimals*");
        FluentActions.Invoking(() => interceptor.CommandInitialized(null!, cutPrice))
            .Should().Throw<AmountQueryException>()
            .WithMessage("*more than 12 decimals*");
        interceptor.CommandInitialized(null!, whole).Should().BeSameAs(whole);
        interceptor.CommandInitialized(null!, price).Should().BeSameAs(price);
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
