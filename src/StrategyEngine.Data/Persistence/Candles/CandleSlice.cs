using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>A range as it is stored at one moment: the candles, and what is recorded of them.</summary>
/// <param name="Rows">The candles, in ascending order of open time.</param>
/// <param name="Blocks">The blocks that reach into the range, in ascending order.</param>
public sealed record CandleSlice(IReadOnlyList<CandleRow> Rows, IReadOnlyList<CandleCoverageBlock> Blocks)
{
    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
