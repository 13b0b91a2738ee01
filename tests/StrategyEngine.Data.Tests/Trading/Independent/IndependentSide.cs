namespace StrategyEngine.Data.Tests.Trading.Independent;

/// <summary>One side of a position: every lot that was ever entered and is not gone, oldest first.</summary>
internal sealed class IndependentSide
{
    public List<(Rational Quantity, Rational Cost)> Lots { get; } = [];

    public List<(Rational Quantity, Rational Cost)> Dust { get; } = [];

    public IndependentTrade? Trade { get; set; }

    public Rational Held => Total(Lots) + Total(Dust);

    public static Rational Total(List<(Rational Quantity, Rational Cost)> lots) =>
        lots.Aggregate(Rational.Zero, (sum, lot) => sum + lot.Quantity);

    public static Rational Cost(List<(Rational Quantity, Rational Cost)> lots) =>
        lots.Aggregate(Rational.Zero, (sum, lot) => sum + lot.Cost);

    /// <summary>Takes a quantity from the oldest lots.</summary>
    public static void TakeOldest(List<(Rational Quantity, Rational Cost)> lots, Rational quantity)
    {
        while (quantity > Rational.Zero)
        {
            var (held, cost) = lots[0];
            if (held <= quantity)
            {
                lots.RemoveAt(0);
                quantity -= held;
            }
            else
            {
                lots[0] = (held - quantity, cost - (cost * quantity / held));
                return;
            }
        }
    }

    /// <summary>Takes a quantity from all lots alike.</summary>
    public static void TakeEvenly(List<(Rational Quantity, Rational Cost)> lots, Rational quantity)
    {
        if (quantity == Rational.Zero)
            return;
        var kept = (Rational)1m - (quantity / Total(lots));
        for (var i = 0; i < lots.Count; i++)
            lots[i] = (lots[i].Quantity * kept, lots[i].Cost * kept);
        lots.RemoveAll(lot => lot.Quantity == Rational.Zero);
    }
}
