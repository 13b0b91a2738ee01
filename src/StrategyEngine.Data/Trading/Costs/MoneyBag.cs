using System.Collections.Immutable;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading.Costs;

/// <summary>Amounts of several currencies, a sum for each, ordered by code. Immutable.</summary>
internal sealed class MoneyBag
{
    private MoneyBag(ImmutableArray<Money> sums) => Sums = sums;

    public static MoneyBag Empty { get; } = new([]);

    /// <summary>One sum for each currency that an amount was added in, also if it came to 0.</summary>
    public ImmutableArray<Money> Sums { get; }

    public bool IsEmpty => Sums.IsEmpty;

    /// <summary>The sum in a currency; 0 if there is none.</summary>
    public decimal this[Currency currency] => Sums.FirstOrDefault(sum => sum.Currency == currency).Amount;

    public MoneyBag Add(Money amount)
    {
        for (var i = 0; i < Sums.Length; i++)
        {
            var order = Sums[i].Currency.CompareTo(amount.Currency);
            if (order == 0)
                return new MoneyBag(Sums.SetItem(i, new Money(Amounts.Sum(Sums[i].Amount, amount.Amount), amount.Currency)));
            if (order > 0)
                return new MoneyBag(Sums.Insert(i, amount));
        }

        return new MoneyBag(Sums.Add(amount));
    }
}
