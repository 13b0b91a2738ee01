using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>Converts trades and equity into one currency, each amount at the rate as of its instant.</summary>
/// <remarks>What is in that currency already is not touched. A converted amount is rounded half to even to 12 decimals. Thread-safe.
/// </remarks>
public static class CurrencyConversion
{
    private const int Decimals = 12;

    /// <summary>Converts trades as of the instants at which they closed.</summary>
    /// <param name="trades">The trades.</param>
    /// <param name="currency">The currency of the result.</param>
    /// <param name="rates">Where rates come from.</param>
    /// <param name="cancellationToken">Cancels the conversion.</param>
    /// <returns>The trades in their order, with profit, fee, funding, notional and turnover in the one currency.</returns>
    /// <exception cref="CurrencyRateMissingException">A rate is not known.</exception>
    /// <exception cref="OverflowException">An amount exceeds the range of <see cref="decimal"/>.</exception>
    public static async Task<IReadOnlyList<ClosedTrade>> ConvertAsync(
        IEnumerable<ClosedTrade> trades, Currency currency, ICurrencyRates rates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(trades);
        ArgumentNullException.ThrowIfNull(rates);
        var converted = new List<ClosedTrade>();
        foreach (var trade in trades)
        {
            var rate = await RateAsync(rates, trade.Profit.Currency, currency, trade.ClosedAt, cancellationToken).ConfigureAwait(false);
            converted.Add(trade with
            {
                Profit = new Money(Times(trade.Profit.Amount, rate), currency),
                Fee = await ConvertAsync(trade.Fee, trade.ClosedAt, currency, rates, cancellationToken).ConfigureAwait(false),
                Funding = await ConvertAsync(trade.Funding, trade.ClosedAt, currency, rates, cancellationToken).ConfigureAwait(false),
                EntryNotional = trade.EntryNotional is { } notional ? Times(notional, rate) : null,
                Turnover = trade.Turnover is { } turnover ? Times(turnover, rate) : null,
            });
        }

        return converted;
    }

    /// <summary>Converts equity as of the instants of its points.</summary>
    /// <param name="curve">The curve.</param>
    /// <param name="currency">The currency of the result.</param>
    /// <param name="rates">Where rates come from.</param>
    /// <param name="cancellationToken">Cancels the conversion.</param>
    /// <returns>
    /// The curve in the other currency: what the rate did to the equity between two points is part of its return. A flow is converted as of
    /// its point.
    /// </returns>
    /// <exception cref="CurrencyRateMissingException">A rate is not known.</exception>
    /// <exception cref="OverflowException">An amount exceeds the range of <see cref="decimal"/>.</exception>
    public static async Task<EquityCurve> ConvertAsync(
        EquityCurve curve, Currency currency, ICurrencyRates rates, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(curve);
        ArgumentNullException.ThrowIfNull(rates);
        var points = new List<EquityPoint>(curve.Points.Count);
        foreach (var point in curve.Points)
        {
            var rate = await RateAsync(rates, curve.Currency, currency, point.Time, cancellationToken).ConfigureAwait(false);
            points.Add(new EquityPoint(point.Time, Times(point.Equity, rate), Times(point.Flow, rate)));
        }

        return new EquityCurve(currency, points);
    }

    private static async Task<Money?> ConvertAsync(
        Money? amount, DateTimeOffset instant, Currency currency, ICurrencyRates rates, CancellationToken cancellationToken) =>
        amount is { } money
            ? new Money(
                Times(money.Amount, await RateAsync(rates, money.Currency, currency, instant, cancellationToken).ConfigureAwait(false)),
                currency)
            : null;

    // Null for what is in the currency already.
    private static async ValueTask<decimal?> RateAsync(
        ICurrencyRates rates, Currency from, Currency to, DateTimeOffset instant, CancellationToken cancellationToken) =>
        from == to
            ? null
            : await rates.FindAsync(from, to, instant, cancellationToken).ConfigureAwait(false)
                ?? throw new CurrencyRateMissingException(from, to, instant);

    private static decimal Times(decimal amount, decimal? rate) =>
        rate is { } factor ? decimal.Round(amount * factor, Decimals, MidpointRounding.ToEven) : amount;
}
