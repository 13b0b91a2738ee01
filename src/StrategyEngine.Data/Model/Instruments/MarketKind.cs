namespace StrategyEngine.Data.Model;

/// <summary>How an instrument is traded, which decides what a fill does to a position and in which money it is settled.</summary>
public enum MarketKind
{
    /// <summary>An asset is bought and sold for the quote currency and held. Never short unless it is margined.</summary>
    Spot,

    /// <summary>A perpetual contract whose profit is in the quote currency, such as BTCUSDT.</summary>
    LinearPerpetual,

    /// <summary>A perpetual contract of quote currency whose profit is in the base currency, such as BTCUSD.</summary>
    InversePerpetual,

    /// <summary>A contract that expires: linear if it settles in the quote currency, inverse if in the base currency.</summary>
    Future,

    /// <summary>A share or fund that is bought and held. Never short unless it is margined.</summary>
    CashEquity,

    /// <summary>A currency pair that is held as a position, long or short, with its profit in the quote currency.</summary>
    Forex,
}
