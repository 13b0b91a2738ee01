namespace StrategyEngine.Data.Persistence;

/// <summary>How many digits an amount is stored with.</summary>
internal enum AmountForm
{
    /// <summary>An amount of money: DECIMAL(20,8). The form of an amount that names none.</summary>
    Money,

    /// <summary>A price, a quantity, a fee or funding: DECIMAL(28,12). Venues list ticks of 1e-10, and average prices keep 12 decimals.
    /// </summary>
    Price,

    /// <summary>The volume of a candle: DECIMAL(28,8).</summary>
    Volume,
}
