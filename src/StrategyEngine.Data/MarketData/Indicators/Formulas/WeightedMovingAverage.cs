using System.Runtime.CompilerServices;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>
/// The mean of the last prices, of which the newest weighs as much as the period, the one before it one less, and the oldest one (WMA).
/// </summary>
/// <remarks>Takes one price after the other. Not thread-safe.</remarks>
public sealed class WeightedMovingAverage
{
    private readonly PriceWindow _window;

    /// <summary>Creates the average.</summary>
    /// <param name="period">How many prices, 1 or more.</param>
    public WeightedMovingAverage(int period) => _window = new PriceWindow(period);

    /// <summary>Takes the next price.</summary>
    /// <param name="price">A finite number.</param>
    /// <returns>The average; null until as many prices as the period has have come.</returns>
    public double? Add(double price)
    {
        _window.Add(price);
        if (!_window.IsFull)
            return null;
        var sum = 0.0;
        for (var i = 0; i < _window.Period; i++)
            sum += _window[i] * (i + 1);
        return sum / (_window.Period * (_window.Period + 1.0) / 2);
    }

    /// <summary>Calculates the average after each of a list of prices at once.</summary>
    /// <param name="prices">The prices in order of time, finite numbers.</param>
    /// <param name="period">How many prices, 1 or more.</param>
    /// <returns>One entry for each price; null where <see cref="Add"/> gives none yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A price is no finite number, or a parameter is out of its range.</exception>
    [OverloadResolutionPriority(2)] // For a list of whole numbers, which could be of either type, and an array, which may be null.
    public static IReadOnlyList<double?> Calculate(IEnumerable<double> prices, int period) =>
        IndicatorSeries.Of(prices, new WeightedMovingAverage(period).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int)"/>
    public static IReadOnlyList<double?> Calculate(ReadOnlySpan<double> prices, int period) =>
        IndicatorSeries.Of(prices, new WeightedMovingAverage(period).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int)"/>
    [OverloadResolutionPriority(1)]
    public static IReadOnlyList<double?> Calculate(IEnumerable<decimal> prices, int period) =>
        IndicatorSeries.Of(prices, new WeightedMovingAverage(period).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int)"/>
    public static IReadOnlyList<double?> Calculate(ReadOnlySpan<decimal> prices, int period) =>
        IndicatorSeries.Of(prices, new WeightedMovingAverage(period).Add);

    internal void Save(BinaryWriter writer) => _window.Save(writer);

    internal void Load(BinaryReader reader) => _window.Load(reader);
}
