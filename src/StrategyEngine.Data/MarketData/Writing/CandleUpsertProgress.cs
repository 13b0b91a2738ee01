namespace StrategyEngine.Data.MarketData;

/// <summary>How far an upsert has come, reported after each committed batch.</summary>
/// <param name="Inserted">Candles that were not stored before.</param>
/// <param name="Updated">Candles that replaced an older state.</param>
/// <param name="Unchanged">Candles whose stored state is as new or newer.</param>
/// <param name="Refused">Candles that broke a rule.</param>
public readonly record struct CandleUpsertProgress(long Inserted, long Updated, long Unchanged, long Refused)
{
    /// <summary>All candles dealt with so far.</summary>
    public long Total => Inserted + Updated + Unchanged + Refused;
}
