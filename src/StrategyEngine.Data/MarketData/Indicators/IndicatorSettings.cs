using System.Globalization;
using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>Which indicators <see cref="IndicatorStore"/> calculates: their periods and widths, under a version number.</summary>
/// <remarks>A version stands for its settings: with others, take another version. Versions live side by side. Immutable.</remarks>
public sealed record IndicatorSettings : IRangedOptions
{
    private const int MaxPeriod = 10_000;

    /// <summary>The number under which the values are stored.</summary>
    /// <value>1 by default; 1 or more.</value>
    public int Version { get; init; } = 1;

    /// <summary>The period of the relative strength index.</summary>
    /// <value>14 by default; 1 to 10,000 candles.</value>
    public int RsiPeriod { get; init; } = RelativeStrengthIndex.DefaultPeriod;

    /// <summary>The period of the fast average of the convergence/divergence.</summary>
    /// <value>12 by default; 1 to 10,000 candles, fewer than <see cref="MacdSlowPeriod"/>.</value>
    public int MacdFastPeriod { get; init; } = 12;

    /// <summary>The period of the slow average of the convergence/divergence.</summary>
    /// <value>26 by default; 2 to 10,000 candles, more than <see cref="MacdFastPeriod"/>.</value>
    public int MacdSlowPeriod { get; init; } = 26;

    /// <summary>The period of the signal line of the convergence/divergence.</summary>
    /// <value>9 by default; 1 to 10,000 candles.</value>
    public int MacdSignalPeriod { get; init; } = 9;

    /// <summary>The period of the Bollinger bands.</summary>
    /// <value>20 by default; 2 to 10,000 candles.</value>
    public int BollingerPeriod { get; init; } = 20;

    /// <summary>How many standard deviations the Bollinger bands are away from their middle.</summary>
    /// <value>2 by default; more than 0, at most 100.</value>
    public double BollingerDeviations { get; init; } = 2;

    /// <summary>The period of the simple moving average.</summary>
    /// <value>20 by default; 1 to 10,000 candles.</value>
    public int SmaPeriod { get; init; } = 20;

    /// <summary>The period of the exponential moving average.</summary>
    /// <value>20 by default; 1 to 10,000 candles.</value>
    public int EmaPeriod { get; init; } = 20;

    /// <summary>The period of the weighted moving average.</summary>
    /// <value>20 by default; 1 to 10,000 candles.</value>
    public int WmaPeriod { get; init; } = 20;

    /// <summary>The period of Wilder's smoothed moving average.</summary>
    /// <value>20 by default; 1 to 10,000 candles.</value>
    public int SmmaPeriod { get; init; } = 20;

    /// <summary>The settings as they are stored, without the version.</summary>
    internal string Text => string.Create(
        CultureInfo.InvariantCulture,
        $"rsi={RsiPeriod} macd={MacdFastPeriod},{MacdSlowPeriod},{MacdSignalPeriod} bollinger={BollingerPeriod},{BollingerDeviations:R} "
        + $"sma={SmaPeriod} ema={EmaPeriod} wma={WmaPeriod} smma={SmmaPeriod}");

    string IRangedOptions.Code => "indicators.options";

    void IRangedOptions.Check(OptionRanges ranges)
    {
        ranges.AtLeast(Version, 1);
        ranges.Within(RsiPeriod, 1, MaxPeriod);
        ranges.Within(MacdFastPeriod, 1, MaxPeriod);
        ranges.Within(MacdSlowPeriod, 2, MaxPeriod);
        if (MacdFastPeriod >= MacdSlowPeriod)
            ranges.Refuse(nameof(MacdFastPeriod), MacdFastPeriod, $"set it below {nameof(MacdSlowPeriod)}, which is {MacdSlowPeriod}");
        ranges.Within(MacdSignalPeriod, 1, MaxPeriod);
        ranges.Within(BollingerPeriod, 2, MaxPeriod);
        ranges.AboveUpTo(BollingerDeviations, 0, 100);
        ranges.Within(SmaPeriod, 1, MaxPeriod);
        ranges.Within(EmaPeriod, 1, MaxPeriod);
        ranges.Within(WmaPeriod, 1, MaxPeriod);
        ranges.Within(SmmaPeriod, 1, MaxPeriod);
    }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
