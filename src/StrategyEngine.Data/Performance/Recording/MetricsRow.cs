using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance.Recording;

/// <summary>Puts figures into a row.</summary>
internal static class MetricsRow
{
    public static void Fill(PerformanceMetrics row, PerformanceFigures figures)
    {
        var trades = figures.Trades;
        row.TotalTrades = trades.TotalTrades;
        row.WinningTrades = trades.WinningTrades;
        row.LosingTrades = trades.LosingTrades;
        row.LongestWinningStreak = trades.LongestWinningStreak;
        row.LongestLosingStreak = trades.LongestLosingStreak;
        row.WinRate = trades.WinRate;
        row.ProfitFactor = trades.ProfitFactor;
        row.Expectancy = Rounded(trades.Expectancy);
        row.ExpectancyRatio = trades.ExpectancyRatio;
        row.TotalPnl = trades.TotalPnl;
        row.GrossProfit = trades.GrossProfit;
        row.GrossLoss = trades.GrossLoss;
        row.AvgWin = Rounded(trades.AverageWin);
        row.AvgLoss = Rounded(trades.AverageLoss);
        row.LargestWin = trades.LargestWin;
        row.LargestLoss = trades.LargestLoss;
        row.AvgHoldingSeconds = (long?)trades.AverageHoldingTime?.TotalSeconds;
        row.Turnover = Rounded(trades.Turnover);
        row.Fees = trades.Fees;
        row.Funding = trades.Funding;
        row.Exposure = figures.Exposure;
        Fill(row, figures.Returns);
    }

    private static void Fill(PerformanceMetrics row, ReturnStatistics? returns)
    {
        row.OpeningEquity = returns?.OpeningEquity;
        row.ClosingEquity = returns?.ClosingEquity;
        row.NetFlow = returns?.NetFlow;
        row.TotalReturn = returns?.TotalReturn;
        row.CompoundAnnualGrowthRate = returns?.CompoundAnnualGrowthRate;
        row.Volatility = returns?.Volatility;
        row.SharpeRatio = returns?.SharpeRatio;
        row.SortinoRatio = returns?.SortinoRatio;
        row.CalmarRatio = returns?.CalmarRatio;
        row.MaxDrawdown = returns?.MaximumDrawdown?.Depth;
        row.MaxDrawdownPeakAt = returns?.MaximumDrawdown?.Peak.Time;
        row.MaxDrawdownTroughAt = returns?.MaximumDrawdown?.Trough.Time;
        row.MaxDrawdownRecoveredAt = returns?.MaximumDrawdown?.RecoveredAt;
        row.CurrentDrawdown = returns?.CurrentDrawdown;
        row.Observations = returns?.Observations;
        row.PeriodsPerYear = returns?.PeriodsPerYear;
    }

    // Means and products have more digits than the column holds.
    private static decimal? Rounded(decimal? amount) => amount is { } value ? decimal.Round(value, 8, MidpointRounding.ToEven) : null;
}
