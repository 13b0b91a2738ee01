using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>A candle that was not stored, with the reason.</summary>
/// <param name="Index">Its position in the input, from 0.</param>
/// <param name="Row">The candle as it came.</param>
/// <param name="Field">The property of <see cref="CandleRow"/> that is at fault, such as <c>High</c>.</param>
/// <param name="Reason">What is wrong with it.</param>
public sealed record RefusedCandle(long Index, CandleRow Row, string Field, CandleRefusal Reason)
{
    // What is wrong first: a result shows the beginning of the first one.
    private bool PrintMembers(StringBuilder builder) =>
        Printed.Only(builder, $"Index = {Index}, Field = {Field}, Reason = {Reason}, Row = {Row}");
}
