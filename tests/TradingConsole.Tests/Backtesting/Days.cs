using StrategyEngine.Data.Model;

namespace TradingConsole.Tests.Backtesting;

/// <summary>Daily candles from 2024-01-01 on.</summary>
internal static class Days
{
    public static readonly DateTimeOffset First = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static CandleRow[] Of(params (decimal Open, decimal Close)[] prices) =>
        [.. prices.Select((price, day) => Candle(day, price.Open, price.Close))];

    public static CandleRow Candle(int day, decimal open, decimal close) =>
        new(First.AddDays(day).ToUnixTimeMilliseconds(), open, Math.Max(open, close) + 1, Math.Min(open, close) / 2, close, 1);
}
