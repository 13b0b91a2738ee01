using System.Runtime.CompilerServices;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>The part that rises have in the movement of the price, 0 to 100 (RSI).</summary>
/// <remarks>
/// 100 − 100 / (1 + average rise / average fall), both in Wilder's smoothed average (New Concepts in Technical Trading Systems, 1978). 100
/// if nothing fell, 0 if nothing rose, and 50 if nothing moved. Takes one price after the other. Not thread-safe.
/// </remarks>
public sealed class RelativeStrengthIndex
{
    /// <summary>The period that Wilder used.</summary>
    public const int DefaultPeriod = 14;

    private readonly WilderMovingAverage _rises;
    private readonly WilderMovingAverage _falls;
    private double? _last;

    /// <summary>Creates the index.</summary>
    /// <param name="period">1 or more.</param>
    public RelativeStrengthIndex(int period = DefaultPeriod)
    {
        _rises = new WilderMovingAverage(period);
        _falls = new WilderMovingAverage(period);
    }

    /// <summary>Takes the next price.</summary>
    /// <param name="price">A finite number.</param>
    /// <returns>The index; null until one price more than the period has come.</returns>
    public double? Add(double price)
    {
        if (!double.IsFinite(price))
            throw new ArgumentOutOfRangeException(nameof(price), PriceWindow.NotFinite);
        var change = price - _last;
        _last = price;
        if (change is null)
            return null;
        var rise = _rises.Add(Math.Max(change.Value, 0));
        var fall = _falls.Add(Math.Max(-change.Value, 0));

        var index = rise + fall == 0 ? 50 : 100 * rise / (rise + fall);

        // Rounding alone can bring the quotient a bit above 100.
        return index > 100 ? 100 : index;
    }

    /// <summary>Calculates the index after each of a list of prices at once.</summary>
    /// <param name="prices">The prices in order of time, finite numbers.</param>
    /// <param name="period">1 or more.</param>
    /// <returns>One entry for each price; null where <see cref="Add"/> gives none yet.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A price is no finite number, or a parameter is out of its range.</exception>
    [OverloadResolutionPriority(2)] // For a list of whole numbers, which could be of either type, and an array, which may be null.
    public static IReadOnlyList<double?> Calculate(IEnumerable<double> prices, int period = DefaultPeriod) =>
        IndicatorSeries.Of(prices, new RelativeStrengthIndex(period).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int)"/>
    public static IReadOnlyList<double?> Calculate(ReadOnlySpan<double> prices, int period = DefaultPeriod) =>
        IndicatorSeries.Of(prices, new RelativeStrengthIndex(period).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int)"/>
    [OverloadResolutionPriority(1)]
    public static IReadOnlyList<double?> Calculate(IEnumerable<decimal> prices, int period = DefaultPeriod) =>
        IndicatorSeries.Of(prices, new RelativeStrengthIndex(period).Add);

    /// <inheritdoc cref="Calculate(IEnumerable{double}, int)"/>
    public static IReadOnlyList<double?> Calculate(ReadOnlySpan<decimal> prices, int period = DefaultPeriod) =>
        IndicatorSeries.Of(prices, new RelativeStrengthIndex(period).Add);

    internal void Save(BinaryWriter writer)
    {
        writer.Write(_last is not null);
        writer.Write(_last ?? 0);
        _rises.Save(writer);
        _falls.Save(writer);
    }

    internal void Load(BinaryReader reader)
    {
        var hasLast = reader.ReadBoolean();
        var last = reader.ReadDouble();
        _last = hasLast ? last : null;
        _rises.Load(reader);
        _falls.Load(reader);
    }
}
