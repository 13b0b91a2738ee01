namespace ReplayExchange;

/// <summary>One moment of the replay: a bar of a market takes on a new state.</summary>
/// <param name="Market">The market.</param>
/// <param name="BarIndex">The position of the bar in the market.</param>
/// <param name="State">The bar as it looks at that moment.</param>
/// <param name="EventTime">The moment, in Unix milliseconds of the recorded market.</param>
/// <param name="IsFinal">Whether the bar closes with it.</param>
public sealed record ReplayStep(ReplayMarket Market, int BarIndex, ReplayBar State, long EventTime, bool IsFinal);
