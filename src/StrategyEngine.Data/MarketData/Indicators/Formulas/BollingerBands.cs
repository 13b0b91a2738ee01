using System.Runtime.CompilerServices;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>
/// A simple moving average with a band of standard deviations on either side (John Bollinger, Bollinger on Bollinger Bands, 2001).
/// </summary>
/// <remarks>
/// The standard deviation is that of a whole population (divided by the period). Takes one price after the other. Not thread-safe.
/// </remarks>
public sealed class BollingerBands
{
    private readonly PriceWindow _window;
    private readonly double _deviations;

    /// <summary>Creates the bands.</summary>
    /// <param name="period">How many prices, 2 or more.</param>
    /// <param name="deviations">How many standard deviations the bands are away, more than 0.</param>
    public BollingerBands(int period = 20, double deviations = 2)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(period, 2);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(deviations);
        _window = new PriceWindow(period);
        _deviations = deviations;
    }

    /// <summary>Takes the next price.</summary>
    /// <param name="price">A finite number.</param>
    /// <returns>The bands; null until as many prices as the period has have come.</returns>
    public BollingerValue? Add(double price)
    {
        _window.Add(price);
        if (!_window.IsFull)
            return null;
        var mean = _window.Mean;
        var squares = 0.0;
        for (var i = 0; i < _window.Period; i++)
            squares += (_window[i] - mean) * (_window[i] - mean);
        var band = _deviations * Math.Sqrt(squares / _window.Period);
        return new BollingerValue(mean - band, mean, mean + band);
    }

    /// <summary>Calculates the bands after each of a list of prices at once.</summary>
    /// <param name="prices">The prices in order of time, finite numbers.</param>
    /// <param name="period">How many prices, 2 or more.</param>
    /// <param name="deviations">How many standard deviations the bands are away, more than 0.</param>
    /// <returns>One entry for each price; null where <see cref="Add"/> gives none yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A price is no finite number, or a parameter is out of its range.</exception>
    [OverloadResolutionPriority(2)] // For a list of whole numbers, which could be of either type, and an array, which may be null.
    public static IReadOnlyList<BollingerValue?> Calculate(IEnumerable<double> prices, int period = 20, double deviations = 2) =>
        IndicatorSeries.Of(prices, new BollingerBands(period, deviations).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int, double)"/>
    public static IReadOnlyList<BollingerValue?> Calculate(ReadOnlySpan<double> prices, int period = 20, double deviations = 2) =>
        IndicatorSeries.Of(prices, new BollingerBands(period, deviations).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int, double)"/>
    [OverloadResolutionPriority(1)]
    public static IReadOnlyList<BollingerValue?> Calculate(IEnumerable<decimal> prices, int period = 20, double deviations = 2) =>
        IndicatorSeries.Of(prices, new BollingerBands(period, deviations).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int, double)"/>
    public static IReadOnlyList<BollingerValue?> Calculate(ReadOnlySpan<decimal> prices, int period = 20, double deviations = 2) =>
        IndicatorSeries.Of(prices, new BollingerBands(period, deviations).Add);

    internal void Save(BinaryWriter writer) => _window.Save(writer);

    internal void Load(BinaryReader reader) => _window.Load(reader);
}
