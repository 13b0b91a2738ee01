using System.Runtime.InteropServices;

namespace StrategyEngine.Data.Performance;

/// <summary>The moments every ratio is built from.</summary>
internal static class ReturnSeries
{
    /// <summary>A deviation below this part of the largest return is the rounding of doubles.</summary>
    public const double Noise = 1e-14;

    /// <summary>The returns side by side in memory.</summary>
    public static ReadOnlySpan<double> Of(IEnumerable<double> returns)
    {
        ArgumentNullException.ThrowIfNull(returns);
        return returns switch
        {
            double[] array => array,
            List<double> list => CollectionsMarshal.AsSpan(list),
            _ => returns.ToArray(),
        };
    }

    /// <summary>Refuses what no formula is defined for.</summary>
    public static void RequireFinite(ReadOnlySpan<double> returns)
    {
        foreach (var value in returns)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException(
                    "A return is NaN or infinite. Leave periods without a return out of the series.", nameof(returns));
            }
        }
    }

    public static void RequirePeriods(double periodsPerYear)
    {
        if (!(periodsPerYear > 0) || double.IsInfinity(periodsPerYear))
        {
            throw new ArgumentOutOfRangeException(
                nameof(periodsPerYear), periodsPerYear, "The number of periods in a year is positive, such as 365 or 252.");
        }
    }

    /// <summary>Arithmetic mean, summed around the first value so that a constant series has exactly that mean.</summary>
    public static double Mean(ReadOnlySpan<double> returns)
    {
        var origin = returns[0];
        var sum = 0.0;
        foreach (var value in returns)
            sum += value - origin;
        return origin + sum / returns.Length;
    }

    /// <summary>
    /// Sample standard deviation (Bessel's correction, n-1), or null below two observations, or where the series is constant up to
    /// the rounding of a double: a ratio over such a deviation would be noise divided by noise.
    /// </summary>
    public static double? StandardDeviation(ReadOnlySpan<double> returns)
    {
        if (returns.Length < 2)
            return null;

        var mean = Mean(returns);
        var squares = 0.0;
        var largest = 0.0;
        foreach (var value in returns)
        {
            squares += (value - mean) * (value - mean);
            largest = Math.Max(largest, Math.Abs(value));
        }

        var deviation = Math.Sqrt(squares / (returns.Length - 1));
        return deviation <= largest * Noise ? null : deviation;
    }

    /// <summary>The growth of one unit over the whole series: the product of (1 + r).</summary>
    public static double Growth(ReadOnlySpan<double> returns)
    {
        var growth = 1.0;
        foreach (var value in returns)
            growth *= 1 + value;
        return growth;
    }
}
