using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>A value of the moving-average convergence/divergence.</summary>
/// <param name="Macd">The distance of the fast average from the slow one.</param>
/// <param name="Signal">The average of that distance; null while it warms up.</param>
public readonly record struct MacdValue(double Macd, double? Signal)
{
    /// <summary>The distance of <see cref="Macd"/> from <see cref="Signal"/>; null while that warms up.</summary>
    public double? Histogram => Macd - Signal;

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
