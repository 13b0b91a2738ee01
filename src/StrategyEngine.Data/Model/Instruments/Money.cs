using System.Text.Json.Serialization;

using StrategyEngine.Data.Diagnostics;

namespace StrategyEngine.Data.Model;

/// <summary>An amount in one currency.</summary>
/// <remarks>
/// Exact: nothing is rounded. Amounts in different currencies are never equal, and adding them is refused. Immutable and thread-safe. The
/// default value is 0 of no currency; adding it to anything but itself is refused.
/// </remarks>
public readonly record struct Money
{
    /// <summary>An amount in a currency.</summary>
    /// <param name="amount">Any amount; negative for what is owed or given back.</param>
    /// <param name="currency">The currency; not the default value.</param>
    /// <exception cref="TradingDataException"><paramref name="currency"/> is the default value, which is no currency
    /// (<c>currency.missing</c>).</exception>
    [JsonConstructor]
    public Money(decimal amount, Currency currency)
    {
        if (currency.IsDefault)
        {
            throw new TradingDataException(
                "currency.missing", "An amount of money needs a currency, and this one is the default value. Read it with Currency.Parse.");
        }

        Amount = amount;
        Currency = currency;
    }

    /// <summary>The amount, in <see cref="Currency"/>.</summary>
    public decimal Amount { get; }

    /// <summary>What the amount is in.</summary>
    public Currency Currency { get; }

    /// <summary>The sum of two amounts in one currency.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">The other one.</param>
    /// <exception cref="CurrencyMismatchException">They are in two currencies.</exception>
    /// <exception cref="OverflowException">The sum does not fit a <see cref="decimal"/>.</exception>
    public static Money operator +(Money left, Money right) => Sum(left, right, right.Amount);

    /// <summary>The difference of two amounts in one currency.</summary>
    /// <param name="left">One amount.</param>
    /// <param name="right">What is taken from it.</param>
    /// <exception cref="CurrencyMismatchException">They are in two currencies.</exception>
    /// <exception cref="OverflowException">The difference does not fit a <see cref="decimal"/>.</exception>
    public static Money operator -(Money left, Money right) => Sum(left, right, -right.Amount);

    /// <returns>The amount and the code of its currency, such as <c>-2.91325 USDT</c>.</returns>
    public override string ToString() => Printed.Text($"{Amount} {Currency}");

    private static Money Sum(Money left, Money right, decimal added)
    {
        if (left.Currency != right.Currency)
            throw new CurrencyMismatchException(left.Currency, right.Currency);
        return left.Currency.IsDefault ? left : new Money(left.Amount + added, left.Currency);
    }
}
