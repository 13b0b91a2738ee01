namespace StrategyEngine.Data.Trading.Costs;

/// <summary>
/// The average price of some fills by their size: arithmetic for a linear instrument, harmonic for an inverse one.
/// </summary>
/// <param name="Units">Quantity times contract size.</param>
/// <param name="Price">The average, rounded half to even to 12 decimals; 0 without fills.</param>
/// <param name="Residue">
/// What the rounded price leaves of the exact value of the fills, to 12 decimals, so that the next average starts from that value and not
/// from a rounded price.
/// </param>
internal readonly record struct PriceAverage(decimal Units, decimal Price, decimal Residue = 0)
{
    /// <summary>The average, or null without fills.</summary>
    public decimal? PriceOrNone => Units == 0 ? null : Price;

    /// <summary>The average of these fills and others.</summary>
    public PriceAverage With(PriceAverage added, bool isInverse)
    {
        if (Units == 0)
            return added;
        if (added.Units == 0)
            return this;
        var units = Ratio.Of(Units + added.Units);
        var value = Value(isInverse) + added.Value(isInverse);
        var price = (isInverse ? units / value : value / units).Round(Amounts.Decimals);
        var rounded = new PriceAverage(Units + added.Units, price);
        return rounded with { Residue = (value - rounded.Value(isInverse)).Round(Amounts.Decimals) };
    }

    /// <summary>A part of it at the same price.</summary>
    public PriceAverage Part(decimal part, decimal whole) =>
        this with { Units = Shares.Of(Units, part, whole), Residue = Shares.Of(Residue, part, whole) };

    /// <summary>What is left when a part of it is gone.</summary>
    public PriceAverage Without(PriceAverage part) => this with { Units = Units - part.Units, Residue = Residue - part.Residue };

    private Ratio Value(bool isInverse) =>
        (isInverse ? Ratio.Of(Units) / Ratio.Of(Price) : Ratio.Of(Units) * Ratio.Of(Price)) + Ratio.Of(Residue);
}
