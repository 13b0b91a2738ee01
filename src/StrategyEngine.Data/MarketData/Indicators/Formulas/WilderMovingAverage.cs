using System.Runtime.CompilerServices;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>Wilder's smoothed average (SMMA, RMA): each new price moves it by 1 / period of the distance.</summary>
/// <remarks>
/// It begins with the mean of the first prices, as many as the period has (J. Welles Wilder, New Concepts in Technical Trading Systems,
/// 1978). Takes one price after the other. Not thread-safe.
/// </remarks>
public sealed class WilderMovingAverage
{
    private readonly SmoothedAverage _average;

    /// <summary>Creates the average.</summary>
    /// <param name="period">1 or more.</param>
    public WilderMovingAverage(int period) => _average = new SmoothedAverage(period, 1.0 / period);

    /// <summary>Takes the next price.</summary>
    /// <param name="price">A finite number.</param>
    /// <returns>The average; null until as many prices as the period has have come.</returns>
    public double? Add(double price) => _average.Add(price);

    /// <summary>Calculates the average after each of a list of prices at once.</summary>
    /// <param name="prices">The prices in order of time, finite numbers.</param>
    /// <param name="period">1 or more.</param>
    /// <returns>One entry for each price; null where <see cref="Add"/> gives none yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A price is no finite number, or a parameter is out of its range.</exception>
    [OverloadResolutionPriority(2)] // For a list of whole numbers, which could be of either type, and an array, which may be null.
    public static IReadOnlyList<double?> Calculate(IEnumerable<double> prices, int period) =>
        IndicatorSeries.Of(prices, new WilderMovingAverage(period).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int)"/>
    public static IReadOnlyList<double?> Calculate(ReadOnlySpan<double> prices, int period) =>
        IndicatorSeries.Of(prices, new WilderMovingAverage(period).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int)"/>
    [OverloadResolutionPriority(1)]
    public static IReadOnlyList<double?> Calculate(IEnumerable<decimal> prices, int period) =>
        IndicatorSeries.Of(prices, new WilderMovingAverage(period).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int)"/>
    public static IReadOnlyList<double?> Calculate(ReadOnlySpan<decimal> prices, int period) =>
        IndicatorSeries.Of(prices, new WilderMovingAverage(period).Add);

    internal void Save(BinaryWriter writer) => _average.Save(writer);

    internal void Load(BinaryReader reader) => _average.Load(reader);
}
