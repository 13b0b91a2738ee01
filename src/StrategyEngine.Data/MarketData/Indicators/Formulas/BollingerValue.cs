using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Indicators;

/// <summary>A value of the Bollinger bands.</summary>
/// <param name="Lower">The lower band.</param>
/// <param name="Middle">The simple moving average.</param>
/// <param name="Upper">The upper band.</param>
public readonly record struct BollingerValue(double Lower, double Middle, double Upper)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
