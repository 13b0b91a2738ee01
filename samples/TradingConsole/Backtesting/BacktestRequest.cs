using StrategyEngine.Data.Model;

using TradingConsole.Import;

namespace TradingConsole.Backtesting;

/// <summary>Whose strategy to test, and on what.</summary>
internal sealed record BacktestRequest(string Username, string Exchange, string Symbol, Timeframe Timeframe, CrossoverSettings Settings)
{
    /// <summary>The crossover on the daily bitcoin history, for the user of the tour.</summary>
    public static BacktestRequest OfTheTour { get; } = new(
        DemoAccount.Username,
        SampleFiles.BitcoinDaily.Exchange,
        SampleFiles.BitcoinDaily.Symbol,
        SampleFiles.BitcoinDaily.Timeframe,
        new CrossoverSettings());

    /// <summary>The share of the account in a position, as a fraction; the rest stays in cash.</summary>
    public double PositionSize { get; init; } = 0.95;

    public string StrategyName => $"Moving-average crossover on {Symbol} {Timeframe}";
}
