using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Persistence;

/// <summary>What is to become of a range.</summary>
/// <param name="RemovesRows">Whether all of its candles are deleted.</param>
/// <param name="Blocks">The blocks to write, each replacing the stored one; one without slots is deleted.</param>
public sealed record CandleSliceChange(bool RemovesRows, IReadOnlyList<CandleCoverageBlock> Blocks);
