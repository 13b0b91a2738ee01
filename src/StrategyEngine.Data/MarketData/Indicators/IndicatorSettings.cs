using System.Globalization;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>Which indicators <see cref="IndicatorStore"/> calculates: their periods and widths, under a version number.</summary>
/// <remarks>A version stands for its settings: with others, take another version. Versions live side by side. Immutable.</remarks>
public sealed record IndicatorSettings
{
    private const int MaxPeriod = 10_000;

    /// <summary>The number under which the values are stored.</summary>
    /// <value>1 by default; 1 or more.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int Version { get; init => field = Check(value, 1, int.MaxValue); }
    = 1;

    /// <summary>The period of the relative strength index.</summary>
    /// <value>14 by default; 1 to 10,000 candles.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int RsiPeriod { get; init => field = Check(value, 1, MaxPeriod); }
    = RelativeStrengthIndex.DefaultPeriod;

    /// <summary>The period of the fast average of the convergence/divergence.</summary>
    /// <value>12 by default; 1 to 10,000 candles, fewer than <see cref="MacdSlowPeriod"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MacdFastPeriod { get; init => field = Check(value, 1, MaxPeriod); }
    = 12;

    /// <summary>The period of the slow average of the convergence/divergence.</summary>
    /// <value>26 by default; 2 to 10,000 candles, more than <see cref="MacdFastPeriod"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MacdSlowPeriod { get; init => field = Check(value, 2, MaxPeriod); }
    = 26;

    /// <summary>The period of the signal line of the convergence/divergence.</summary>
    /// <value>9 by default; 1 to 10,000 candles.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int MacdSignalPeriod { get; init => field = Check(value, 1, MaxPeriod); }
    = 9;

    /// <summary>The period of the Bollinger bands.</summary>
    /// <value>20 by default; 2 to 10,000 candles.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int BollingerPeriod { get; init => field = Check(value, 2, MaxPeriod); }
    = 20;

    /// <summary>How many standard deviations the Bollinger bands are away from their middle.</summary>
    /// <value>2 by default; more than 0, at most 100.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double BollingerDeviations
    {
        get;
        init => field = value is > 0 and <= 100 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The bands are more than 0 and at most 100 standard deviations away.");
    }
    = 2;

    /// <summary>The period of the simple moving average.</summary>
    /// <value>20 by default; 1 to 10,000 candles.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int SmaPeriod { get; init => field = Check(value, 1, MaxPeriod); }
    = 20;

    /// <summary>The period of the exponential moving average.</summary>
    /// <value>20 by default; 1 to 10,000 candles.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int EmaPeriod { get; init => field = Check(value, 1, MaxPeriod); }
    = 20;

    /// <summary>The period of the weighted moving average.</summary>
    /// <value>20 by default; 1 to 10,000 candles.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int WmaPeriod { get; init => field = Check(value, 1, MaxPeriod); }
    = 20;

    /// <summary>The period of Wilder's smoothed moving average.</summary>
    /// <value>20 by default; 1 to 10,000 candles.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int SmmaPeriod { get; init => field = Check(value, 1, MaxPeriod); }
    = 20;

    /// <summary>The settings as they are stored, without the version.</summary>
    internal string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"rsi={RsiPeriod} macd={MacdFastPeriod},{MacdSlowPeriod},{MacdSignalPeriod} bollinger={BollingerPeriod},{BollingerDeviations:R} sma={SmaPeriod} ema={EmaPeriod} wma={WmaPeriod} smma={SmmaPeriod}");

    /// <summary>Checks what no property can check alone.</summary>
    internal void Validate()
    {
        if (MacdFastPeriod >= MacdSlowPeriod)
            throw new ArgumentException($"MacdFastPeriod is {MacdFastPeriod} and MacdSlowPeriod {MacdSlowPeriod}: the fast period must be the shorter one.");
    }

    private static int Check(int value, int min, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, min);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, max);
        return value;
    }
}
