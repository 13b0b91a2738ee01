using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.MarketData.Indicators;

/// <summary>The values of one candle, to be compared bit for bit.</summary>
internal sealed record IndicatorRow(
    DateTimeOffset OpenTime,
    long? Rsi,
    long? Macd,
    long? MacdSignal,
    decimal? BollingerUpper,
    decimal? BollingerMiddle,
    decimal? BollingerLower,
    decimal? Sma,
    decimal? Ema,
    decimal? Wma,
    decimal? Smma)
{
    public static IndicatorRow Of(IndicatorValues values) => new(
        values.OpenTime,
        Bits(values.Rsi),
        Bits(values.Macd),
        Bits(values.MacdSignal),
        values.BollingerUpper,
        values.BollingerMiddle,
        values.BollingerLower,
        values.Sma,
        values.Ema,
        values.Wma,
        values.Smma);

    public static long? Bits(double? value) => value is { } number ? BitConverter.DoubleToInt64Bits(number) : null;
}
