using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData.Binance;

/// <summary>Binance's names of the timeframes: the codes of <see cref="Timeframe"/>, but for the month.</summary>
internal static class BinanceInterval
{
    private const string Month = "1M";

    public static string Format(Timeframe timeframe) => timeframe == Timeframe.OneMonth ? Month : timeframe.Code;

    public static Timeframe? Parse(string interval) =>
        interval == Month ? Timeframe.OneMonth
        : Timeframe.TryParse(interval, out var timeframe) && timeframe != Timeframe.OneMonth ? timeframe
        : null;
}
