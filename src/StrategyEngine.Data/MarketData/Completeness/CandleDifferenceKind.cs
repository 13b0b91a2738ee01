namespace StrategyEngine.Data.MarketData.Completeness;

/// <summary>How the table differs from what <see cref="CandleStore"/> has recorded of it.</summary>
public enum CandleDifferenceKind
{
    /// <summary>A candle that was stored is not there any more, or not closed any more.</summary>
    Deleted,

    /// <summary>A candle is there with other numbers than were stored.</summary>
    Altered,

    /// <summary>A closed candle is there that the store did not write.</summary>
    Added,
}
