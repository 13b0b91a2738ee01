using System.Text;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>What a recount of the candles of a range found.</summary>
/// <param name="Coverage">The counts and the hash of what is in the table now.</param>
/// <param name="Differences">How many open times are not as the store left them.</param>
/// <param name="FirstDifference">The first of them; null if there is none.</param>
public sealed record CandleProof(CandleCoverage Coverage, long Differences, CandleDifference? FirstDifference)
{
    /// <summary>
    /// Whether every closed candle is as the store left it. What is missing is another question: see
    /// <see cref="CandleCoverage.IsComplete"/>.
    /// </summary>
    public bool IsUnaltered => Differences == 0;

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
