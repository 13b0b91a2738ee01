namespace StrategyEngine.Data.MarketData;

/// <summary>What became of the candles handed to <see cref="CandleStore"/>; the four counts add up to the candles that came in.</summary>
/// <param name="Inserted">Candles that were not stored before.</param>
/// <param name="Updated">Candles that replaced an older state.</param>
/// <param name="Unchanged">Candles that lost to a stored state, or to another of the same batch, that is as new or newer.</param>
/// <param name="Refused">Candles that broke a rule and were not stored.</param>
/// <param name="Refusals">The first <see cref="CandleStore.MaxListedRefusals"/> of the refused candles, in the order of the input.</param>
public sealed record CandleUpsertResult(
    long Inserted, long Updated, long Unchanged, long Refused, IReadOnlyList<RefusedCandle> Refusals);
