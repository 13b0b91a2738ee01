namespace ReplayExchange;

/// <summary>Derives how a finished bar may have formed, always in the same way.</summary>
/// <remarks>
/// The price walks from the open to the extreme that lies against the bar's direction, to the other extreme, and to the close;
/// high, low and volume grow on the way. Prices keep the number of decimals of the bar.
/// </remarks>
internal static class BarFormation
{
    /// <summary>The states of one bar: <paramref name="openStates"/> open ones and the final one.</summary>
    public static IEnumerable<ReplayStep> Steps(ReplayMarket market, int barIndex, int openStates)
    {
        var bar = market.Bars[barIndex];
        for (var i = 0; i < openStates; i++)
        {
            var elapsed = (decimal)i / openStates;
            var eventTime = bar.OpenTime + (long)(market.Length * (i + 0.5m) / openStates);
            yield return new ReplayStep(market, barIndex, StateAt(bar, elapsed), eventTime, IsFinal: false);
        }

        yield return new ReplayStep(market, barIndex, bar, bar.OpenTime + market.Length, IsFinal: true);
    }

    private static ReplayBar StateAt(ReplayBar bar, decimal elapsed)
    {
        decimal[] path = bar.Close >= bar.Open ? [bar.Open, bar.Low, bar.High, bar.Close] : [bar.Open, bar.High, bar.Low, bar.Close];
        var position = elapsed * (path.Length - 1);
        var leg = (int)position;
        var scale = path.Max(price => price.Scale);
        var price = decimal.Round(path[leg] + ((path[leg + 1] - path[leg]) * (position - leg)), scale);
        var seen = path.Take(leg + 1).Append(price).ToList();
        return bar with
        {
            High = seen.Max(),
            Low = seen.Min(),
            Close = price,
            Volume = decimal.Round(bar.Volume * elapsed, bar.Volume.Scale),
        };
    }
}
