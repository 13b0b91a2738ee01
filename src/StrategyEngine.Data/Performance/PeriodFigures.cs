using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>The figures of one period, on their way into a row.</summary>
internal readonly record struct PeriodFigures(TradeStatistics Trades, ReturnStatistics? Returns)
{
    public void CopyTo(PerformanceMetrics row)
    {
        row.TotalTrades = Trades.TotalTrades;
        row.WinningTrades = Trades.WinningTrades;
        row.LosingTrades = Trades.LosingTrades;
        row.WinRate = Trades.WinRate;
        row.ProfitFactor = Trades.ProfitFactor;
        row.Expectancy = Storable(Trades.Expectancy);
        row.TotalPnl = Trades.TotalPnl;
        row.AvgWin = Storable(Trades.AverageWin);
        row.AvgLoss = Storable(Trades.AverageLoss);
        row.LargestWin = Trades.LargestWin;
        row.LargestLoss = Trades.LargestLoss;
        row.MaxDrawdown = Returns?.MaximumDrawdown?.Depth;
        row.SharpeRatio = Returns?.SharpeRatio;
        row.SortinoRatio = Returns?.SortinoRatio;
        row.PeriodsPerYear = Returns?.PeriodsPerYear;
    }

    // Means have more digits than DECIMAL(20,8) holds.
    private static decimal? Storable(decimal? mean) => mean is { } value ? decimal.Round(value, 8, MidpointRounding.ToEven) : null;
}
