namespace ReplayExchange;

/// <summary>One bar of the recorded market.</summary>
/// <param name="OpenTime">When it opens, in Unix milliseconds.</param>
/// <param name="Open">The first price.</param>
/// <param name="High">The highest price.</param>
/// <param name="Low">The lowest price.</param>
/// <param name="Close">The last price.</param>
/// <param name="Volume">What was traded.</param>
public readonly record struct ReplayBar(long OpenTime, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume);
