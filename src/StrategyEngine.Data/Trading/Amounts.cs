namespace StrategyEngine.Data.Trading;

/// <summary>How many digits figures of trading have.</summary>
/// <remarks>
/// Prices, quantities, contract sizes and fees come with at most 12 decimals, DECIMAL(28,12), and are never rounded. What is computed
/// from them and carried on (value, cost, shares of a fee, converted fees, averages) is computed exactly and then rounded once, half to
/// even, to 12 decimals. What is reported as money is rounded half to even to 8, DECIMAL(20,8), and nothing is computed from that.
/// </remarks>
internal static class Amounts
{
    /// <summary>Decimals of what is carried on.</summary>
    public const int Decimals = 12;

    /// <summary>Decimals of reported money.</summary>
    public const int MoneyDecimals = 8;

    // DECIMAL(28,12) has 16 digits before the point.
    private const decimal Limit = 1e16m;

    /// <summary>Whether an amount can be kept as it is.</summary>
    public static bool Fits(decimal amount) => Math.Abs(amount) < Limit && decimal.Round(amount, Decimals) == amount;

    /// <summary>A sum that is exact and can be kept.</summary>
    /// <exception cref="OverflowException">It does not fit DECIMAL(28,12).</exception>
    public static decimal Sum(decimal one, decimal other) => Math.Abs(one + other) < Limit
        ? one + other
        : throw new OverflowException("A sum has more digits than DECIMAL(28,12) holds.");

    /// <summary>An amount as it is reported.</summary>
    public static decimal Reported(decimal amount) => decimal.Round(amount, MoneyDecimals, MidpointRounding.ToEven);
}
