using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>An amount was to be converted, and no rate is known as of its instant.</summary>
/// <remarks>Its <see cref="TradingDataException.Code"/> is <c>currency.rate_missing</c>.</remarks>
public sealed class CurrencyRateMissingException : TradingDataException
{
    internal CurrencyRateMissingException(Currency from, Currency to, DateTimeOffset instant)
        : base(
            "currency.rate_missing",
            Printed.Text($"No rate of {from} in {to} is known as of {instant}. ")
            + "Store what the rates are read from as far back, or keep one figure for each currency (TradeStatistics.PerCurrency).")
    {
        From = from;
        To = to;
        Instant = instant;
    }

    /// <summary>The currency that was to be converted.</summary>
    public Currency From { get; }

    /// <summary>The currency that it was to be converted into.</summary>
    public Currency To { get; }

    /// <summary>As of when the rate is missing.</summary>
    public DateTimeOffset Instant { get; }
}
