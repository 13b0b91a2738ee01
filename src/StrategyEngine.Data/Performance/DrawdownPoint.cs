using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Performance;

/// <summary>How far equity stood below its highest value so far, at one instant.</summary>
/// <param name="Time">The instant, in UTC.</param>
/// <param name="Depth">Equity over its running peak, less one: at most zero, below -1 where equity is below zero.</param>
public readonly record struct DrawdownPoint(DateTimeOffset Time, double Depth)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
