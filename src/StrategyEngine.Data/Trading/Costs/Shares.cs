namespace StrategyEngine.Data.Trading.Costs;

/// <summary>Shares of an amount.</summary>
internal static class Shares
{
    /// <summary>An amount times part over whole, rounded half to even to 12 decimals; the amount itself for the whole.</summary>
    public static decimal Of(decimal amount, decimal part, decimal whole) =>
        part == whole || amount == 0 ? amount : (Ratio.Of(amount) * Ratio.Of(part) / Ratio.Of(whole)).Round(Amounts.Decimals);
}
