namespace StrategyEngine.Data.Model;

/// <summary>Amounts in two currencies were to be added or subtracted.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>currency.mismatch</c>.</remarks>
public sealed class CurrencyMismatchException : TradingDataException
{
    internal CurrencyMismatchException(Currency left, Currency right)
        : base(
            "currency.mismatch",
            $"An amount in {left} and one in {right} have no sum. Keep one figure for each currency, or convert one of them at a rate "
            + $"first.")
    {
        Left = left;
        Right = right;
    }

    /// <summary>The currency of the first amount.</summary>
    public Currency Left { get; }

    /// <summary>The currency of the second amount.</summary>
    public Currency Right { get; }
}
