using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>Technical indicators of one candle. The same key as the candle, plus the version of the calculation.</summary>
public sealed class IndicatorValues
{
    /// <summary>The asset.</summary>
    public required Guid AssetId { get; init; }

    /// <summary>The candle's timeframe.</summary>
    public required Timeframe Timeframe { get; init; }

    /// <summary>When the candle opens.</summary>
    public required DateTimeOffset OpenTime { get; init; }

    /// <summary>The version of the calculation, so that a new one never rewrites an old one; 1 or more.</summary>
    public required int IndicatorVersion { get; init; }

    /// <summary>Relative strength index, 0 to 100, or null while it warms up.</summary>
    public double? Rsi { get; set; }

    /// <summary>Moving-average convergence/divergence, or null while it warms up.</summary>
    public double? Macd { get; set; }

    /// <summary>The signal line of <see cref="Macd"/>, or null while it warms up.</summary>
    public double? MacdSignal { get; set; }

    /// <summary>The upper Bollinger band, or null while it warms up.</summary>
    public decimal? BollingerUpper { get; set; }

    /// <summary>The middle Bollinger band, or null while it warms up.</summary>
    public decimal? BollingerMiddle { get; set; }

    /// <summary>The lower Bollinger band, or null while it warms up.</summary>
    public decimal? BollingerLower { get; set; }

    /// <summary>The simple moving average, or null while it warms up.</summary>
    public decimal? Sma { get; set; }

    /// <summary>The exponential moving average, or null while it warms up.</summary>
    public decimal? Ema { get; set; }

    /// <summary>The weighted moving average, or null while it warms up.</summary>
    public decimal? Wma { get; set; }

    /// <summary>Wilder's smoothed moving average, or null while it warms up.</summary>
    public decimal? Smma { get; set; }

    /// <summary>Series, version, open time and the values.</summary>
    public override string ToString() =>
        Printed.Text($"IndicatorValues {AssetId} {Timeframe} version {IndicatorVersion}, {OpenTime}: RSI {Rsi}, MACD {Macd} ")
        + Printed.Text($"with signal {MacdSignal}, Bollinger {BollingerLower} / {BollingerMiddle} / {BollingerUpper}, ")
        + Printed.Text($"SMA {Sma}, EMA {Ema}, WMA {Wma}, SMMA {Smma}");
}
