namespace StrategyEngine.Data.Tests.Performance;

/// <summary>The return series that other libraries publish results for; origins beside them.</summary>
internal static class PublishedSeries
{
    /// <summary>Equality asked of a published value.</summary>
    public const double Precision = 1e-9;

    /// <summary>empyrical (Quantopian, Apache License 2.0), tests/test_stats.py: <c>mixed_returns</c> without its leading NaN.</summary>
    public static readonly double[] Mixed = [.01, .10, -.04, .02, .03, .02, .01, -.10];

    /// <summary>empyrical, tests/test_stats.py: <c>weekly_returns</c> and <c>monthly_returns</c>, which begin with a zero.</summary>
    public static readonly double[] MixedFromZero = [0, .. Mixed];

    /// <summary>empyrical, tests/test_stats.py: <c>positive_returns</c>.</summary>
    public static readonly double[] Positive = [.01, .02, .01, .01, .01, .01, .01, .01, .01];

    /// <summary>NautilusTrader (LGPL 3.0), analysis/statistics/sharpe_ratio: the daily returns of its test.</summary>
    public static readonly double[] Nautilus = [.01, -.02, .015, -.005, .025];

    /// <summary>freqtrade (GPL 3.0), tests/data/test_metrics.py: the profits of its expectancy test.</summary>
    public static readonly decimal[] FreqtradeProfits = [100, 200, 50, -150, 300, -100, 80, -30];
}
