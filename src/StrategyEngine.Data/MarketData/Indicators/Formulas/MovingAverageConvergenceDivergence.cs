using System.Runtime.CompilerServices;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>The distance of a fast exponential average from a slow one, and the average of that distance (MACD, Gerald Appel).</summary>
/// <remarks>Takes one price after the other. Not thread-safe.</remarks>
public sealed class MovingAverageConvergenceDivergence
{
    private readonly ExponentialMovingAverage _fast;
    private readonly ExponentialMovingAverage _slow;
    private readonly ExponentialMovingAverage _signal;

    /// <summary>Creates the indicator.</summary>
    /// <param name="fastPeriod">The period of the fast average, 1 or more.</param>
    /// <param name="slowPeriod">The period of the slow average, more than <paramref name="fastPeriod"/>.</param>
    /// <param name="signalPeriod">The period of the signal line, 1 or more.</param>
    public MovingAverageConvergenceDivergence(int fastPeriod = 12, int slowPeriod = 26, int signalPeriod = 9)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(slowPeriod, fastPeriod);
        _fast = new ExponentialMovingAverage(fastPeriod);
        _slow = new ExponentialMovingAverage(slowPeriod);
        _signal = new ExponentialMovingAverage(signalPeriod);
    }

    /// <summary>Takes the next price.</summary>
    /// <param name="price">A finite number.</param>
    /// <returns>The value; null until as many prices as the slow period has have come.</returns>
    public MacdValue? Add(double price) =>
        _fast.Add(price) - _slow.Add(price) is { } macd ? new MacdValue(macd, _signal.Add(macd)) : null;

    /// <summary>Calculates the value after each of a list of prices at once.</summary>
    /// <param name="prices">The prices in order of time, finite numbers.</param>
    /// <param name="fastPeriod">The period of the fast average, 1 or more.</param>
    /// <param name="slowPeriod">The period of the slow average, more than <paramref name="fastPeriod"/>.</param>
    /// <param name="signalPeriod">The period of the signal line, 1 or more.</param>
    /// <returns>One entry for each price; null where <see cref="Add"/> gives none yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A price is no finite number, or a parameter is out of its range.</exception>
    [OverloadResolutionPriority(2)] // For a list of whole numbers, which could be of either type, and an array, which may be null.
    public static IReadOnlyList<MacdValue?> Calculate(
        IEnumerable<double> prices, int fastPeriod = 12, int slowPeriod = 26, int signalPeriod = 9) =>
        IndicatorSeries.Of(prices, new MovingAverageConvergenceDivergence(fastPeriod, slowPeriod, signalPeriod).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int, int, int)"/>
    public static IReadOnlyList<MacdValue?> Calculate(
        ReadOnlySpan<double> prices, int fastPeriod = 12, int slowPeriod = 26, int signalPeriod = 9) =>
        IndicatorSeries.Of(prices, new MovingAverageConvergenceDivergence(fastPeriod, slowPeriod, signalPeriod).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int, int, int)"/>
    [OverloadResolutionPriority(1)]
    public static IReadOnlyList<MacdValue?> Calculate(
        IEnumerable<decimal> prices, int fastPeriod = 12, int slowPeriod = 26, int signalPeriod = 9) =>
        IndicatorSeries.Of(prices, new MovingAverageConvergenceDivergence(fastPeriod, slowPeriod, signalPeriod).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int, int, int)"/>
    public static IReadOnlyList<MacdValue?> Calculate(
        ReadOnlySpan<decimal> prices, int fastPeriod = 12, int slowPeriod = 26, int signalPeriod = 9) =>
        IndicatorSeries.Of(prices, new MovingAverageConvergenceDivergence(fastPeriod, slowPeriod, signalPeriod).Add);

    internal void Save(BinaryWriter writer)
    {
        _fast.Save(writer);
        _slow.Save(writer);
        _signal.Save(writer);
    }

    internal void Load(BinaryReader reader)
    {
        _fast.Load(reader);
        _slow.Load(reader);
        _signal.Load(reader);
    }
}
