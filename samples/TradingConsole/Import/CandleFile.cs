using StrategyEngine.Data.Model;

namespace TradingConsole.Import;

/// <summary>A CSV file of candles, and what they are candles of.</summary>
internal sealed record CandleFile(string Path, string Exchange, string Symbol, AssetClass AssetClass, Timeframe Timeframe)
{
    public string Name { get; init; } = Symbol;

    /// <summary>The least change of a price and of a quantity, or null if unknown.</summary>
    public decimal? TickSize { get; init; }

    public decimal? StepSize { get; init; }

    public decimal? MinNotional { get; init; }

    /// <summary>About how many candles the file holds: its lines but the header.</summary>
    public int CountRows() => Math.Max(1, File.ReadLines(Path).Count() - 1);
}
