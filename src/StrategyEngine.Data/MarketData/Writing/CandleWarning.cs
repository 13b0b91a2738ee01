using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.MarketData;

/// <summary>A candle that was stored although something about it is doubtful.</summary>
/// <param name="Index">Its position in the input, from 0.</param>
/// <param name="Row">The candle.</param>
/// <param name="Field">The property of <see cref="CandleRow"/> that is doubtful, such as <c>Close</c>.</param>
/// <param name="Reason">What is doubtful about it.</param>
public sealed record CandleWarning(long Index, CandleRow Row, string Field, CandleRefusal Reason);
