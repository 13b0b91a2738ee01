using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance;
using StrategyEngine.Data.Trading;

namespace StrategyEngine.Data.Tests.Performance;

public sealed class TradeStatisticsTests
{
    private static readonly DateTimeOffset Instant = new(2026, 1, 5, 0, 0, 0, TimeSpan.Zero);

    [Test]
    public void Expectancy_and_its_ratio_equal_the_published_values()
    {
        var statistics = TradeStatistics.From(PublishedSeries.FreqtradeProfits);

        statistics.Expectancy.Should().Be(56.25m);
        statistics.ExpectancyRatio.Should().BeApproximately(0.60267857, 5e-9, "freqtrade publishes eight digits");
        statistics.ExpectancyRatio.Should().BeApproximately(56.25 / (280.0 / 3), PublishedSeries.Precision);
        statistics.ProfitFactor.Should().BeApproximately(2.607142857, PublishedSeries.Precision);
        statistics.WinRate.Should().BeApproximately(0.625, PublishedSeries.Precision);
    }

    [Test]
    public void Profit_factor_equals_the_published_value() =>
        TradeStatistics.From([10, -20, 30, -40]).ProfitFactor.Should().BeApproximately(2.0 / 3, PublishedSeries.Precision);

    [Test]
    public void Wins_and_losses_are_counted_summed_and_averaged_exactly()
    {
        var statistics = TradeStatistics.From(PublishedSeries.FreqtradeProfits);

        statistics.TotalTrades.Should().Be(8);
        statistics.WinningTrades.Should().Be(5);
        statistics.LosingTrades.Should().Be(3);
        statistics.TotalPnl.Should().Be(450);
        statistics.GrossProfit.Should().Be(730);
        statistics.GrossLoss.Should().Be(-280);
        statistics.AverageWin.Should().Be(146);
        statistics.AverageLoss.Should().Be(-280m / 3);
        statistics.LargestWin.Should().Be(300);
        statistics.LargestLoss.Should().Be(-150);
    }

    [Test]
    public void Sums_keep_the_last_digit_of_amounts_a_double_would_round()
    {
        var statistics = TradeStatistics.From([123_456_789_012.12345678m, 0.00000001m, -0.1m, -0.2m]);

        statistics.TotalPnl.Should().Be(123_456_789_011.82345679m);
        statistics.GrossLoss.Should().Be(-0.3m);
    }

    [Test]
    public void A_break_even_trade_dilutes_the_expectancy_and_not_the_win_rate()
    {
        var statistics = TradeStatistics.From([10, 0, 0, -4]);

        statistics.TotalTrades.Should().Be(4);
        statistics.WinRate.Should().Be(0.5);
        statistics.Expectancy.Should().Be(1.5m);
    }

    [Test]
    public void No_trade_defines_no_figure()
    {
        var statistics = TradeStatistics.From([]);

        statistics.TotalPnl.Should().Be(0);
        statistics.WinRate.Should().BeNull();
        statistics.ProfitFactor.Should().BeNull();
        statistics.Expectancy.Should().BeNull();
        statistics.AverageWin.Should().BeNull();
        statistics.AverageLoss.Should().BeNull();
        statistics.LargestWin.Should().BeNull();
        statistics.LargestLoss.Should().BeNull();
    }

    [Test]
    public void Without_a_loss_the_figures_that_divide_by_one_are_undefined()
    {
        var statistics = TradeStatistics.From([5, 7]);

        statistics.WinRate.Should().Be(1);
        statistics.ProfitFactor.Should().BeNull();
        statistics.ExpectancyRatio.Should().BeNull();
        statistics.AverageLoss.Should().BeNull();
        statistics.LargestLoss.Should().BeNull();
    }

    [Test]
    public void Without_a_win_the_profit_factor_is_zero() =>
        TradeStatistics.From([-5, 0]).ProfitFactor.Should().Be(0);

    [Test]
    public void Trades_give_the_figures_of_their_profits()
    {
        var closed = PublishedSeries.FreqtradeProfits.Select(profit => new ClosedTrade(Instant, profit)).ToList();

        TradeStatistics.From(closed).Should().Be(TradeStatistics.From(PublishedSeries.FreqtradeProfits));
        TradeStatistics.From(closed.ToArray()).TotalPnl.Should().Be(450);
        TradeStatistics.From([new ClosedTrade(Instant, 5)]).TotalPnl.Should().Be(5);
    }

    [Test]
    public void Of_stored_trades_only_those_that_are_closed_count()
    {
        List<Trade> trades = [Sold(at: 110m), Sold(at: 90m), Bought()];

        var statistics = TradeStatistics.From(trades);

        statistics.TotalTrades.Should().Be(2);
        statistics.LargestWin.Should().Be(10m);
        statistics.LargestLoss.Should().Be(-10m);
        statistics.Should().Be(TradeStatistics.From(trades.Where(trade => trade.Pnl is not null).Select(trade => trade.Pnl!.Value)));
    }

    private static Asset Bitcoin { get; } = new()
    {
        Symbol = "BTCUSDT",
        AssetClass = AssetClass.Crypto,
        Name = "Bitcoin",
        Exchange = "binance",
        BaseCurrency = Currency.Parse("BTC"),
        QuoteCurrency = Currency.Parse("USDT"),
    };

    private static Trade Sold(decimal at)
    {
        var trade = Bought();
        trade.AddExecution(new TradeExecution { Side = OrderSide.Sell, Price = at, Quantity = 1m, ExecutedAt = Instant.AddMinutes(1) });
        return trade;
    }

    private static Trade Bought()
    {
        var trade = new Trade
        {
            UserId = Guid.Empty,
            AssetId = Guid.Empty,
            Asset = Bitcoin,
            Side = OrderSide.Buy,
            Exchange = "binance",
            Quantity = 1m,
            OpenedAt = Instant,
        };
        trade.AddExecution(new TradeExecution { Side = OrderSide.Buy, Price = 100m, Quantity = 1m, ExecutedAt = Instant });
        return trade;
    }
}
