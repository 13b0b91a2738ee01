using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading;

/// <summary>What one unit of a fill's fee was worth when it was filled, in the settlement currency.</summary>
/// <param name="fill">A fill whose fee is in a third currency. The same fill must get the same answer, or none.</param>
/// <param name="settlement">The currency of the profit.</param>
/// <returns>A rate above 0, or null if it is not known.</returns>
internal delegate decimal? FeeRate(VenueFill fill, Currency settlement);
