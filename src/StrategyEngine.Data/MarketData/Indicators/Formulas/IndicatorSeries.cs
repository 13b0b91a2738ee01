namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>Runs an indicator over prices that are all there.</summary>
internal static class IndicatorSeries
{
    /// <summary>The value after each price.</summary>
    public static IReadOnlyList<T?> Of<T>(IEnumerable<double> prices, Func<double, T?> add)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(prices);
        return prices is double[] array ? Of((ReadOnlySpan<double>)array, add) : [.. prices.Select(add)];
    }

    /// <inheritdoc cref="Of{T}(IEnumerable{double}, Func{double, T?})"/>
    public static IReadOnlyList<T?> Of<T>(IEnumerable<decimal> prices, Func<double, T?> add)
        where T : struct
    {
        ArgumentNullException.ThrowIfNull(prices);
        return prices is decimal[] array ? Of((ReadOnlySpan<decimal>)array, add) : [.. prices.Select(price => add((double)price))];
    }

    /// <inheritdoc cref="Of{T}(IEnumerable{double}, Func{double, T?})"/>
    public static IReadOnlyList<T?> Of<T>(ReadOnlySpan<double> prices, Func<double, T?> add)
        where T : struct
    {
        var values = new T?[prices.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = add(prices[i]);
        return values;
    }

    /// <inheritdoc cref="Of{T}(IEnumerable{double}, Func{double, T?})"/>
    public static IReadOnlyList<T?> Of<T>(ReadOnlySpan<decimal> prices, Func<double, T?> add)
        where T : struct
    {
        var values = new T?[prices.Length];
        for (var i = 0; i < values.Length; i++)
            values[i] = add((double)prices[i]);
        return values;
    }
}
