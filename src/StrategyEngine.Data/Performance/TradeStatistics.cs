using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Performance.Accumulation;

namespace StrategyEngine.Data.Performance;

/// <summary>What a list of closed trades earned, and how.</summary>
/// <remarks>
/// Immutable and safe for concurrent use. Amounts are exact decimals in one currency, averages rounded to 28 significant
/// digits. A figure that is undefined for the list is null, never zero or infinite. A trade that earned exactly nothing counts as a
/// trade, but neither as won nor as lost.
/// </remarks>
public sealed record TradeStatistics
{
    internal TradeStatistics()
    {
    }

    /// <summary>What all amounts are in; null of no trade.</summary>
    public required Currency? Currency { get; init; }

    /// <summary>All trades, break-even ones included.</summary>
    public required int TotalTrades { get; init; }

    /// <summary>Trades with a profit above zero.</summary>
    public required int WinningTrades { get; init; }

    /// <summary>Trades with a profit below zero.</summary>
    public required int LosingTrades { get; init; }

    /// <summary>The sum of all profits and losses.</summary>
    public required decimal TotalPnl { get; init; }

    /// <summary>The sum of the profits of winning trades; at least zero.</summary>
    public required decimal GrossProfit { get; init; }

    /// <summary>The sum of the losses of losing trades; at most zero.</summary>
    public required decimal GrossLoss { get; init; }

    /// <summary>The mean profit of winning trades; null where none won.</summary>
    public required decimal? AverageWin { get; init; }

    /// <summary>The mean loss of losing trades, negative; null where none lost.</summary>
    public required decimal? AverageLoss { get; init; }

    /// <summary>The highest profit of one trade; null where none won.</summary>
    public required decimal? LargestWin { get; init; }

    /// <summary>The deepest loss of one trade, negative; null where none lost.</summary>
    public required decimal? LargestLoss { get; init; }

    /// <summary>The most trades in a row, in the order in which they closed, that won; a break-even trade ends a row.</summary>
    public required int LongestWinningStreak { get; init; }

    /// <summary>The most trades in a row, in the order in which they closed, that lost; a break-even trade ends a row.</summary>
    public required int LongestLosingStreak { get; init; }

    /// <summary>The mean time between opening and closing, cut to ticks; null without trades.</summary>
    public required TimeSpan? AverageHoldingTime { get; init; }

    /// <summary>The sum of quantity × price of all entry fills; null where a trade does not know it.</summary>
    public required decimal? EntryNotional { get; init; }

    /// <summary>The sum of quantity × price of all fills, entries and exits; null where a trade does not know it.</summary>
    public required decimal? Turnover { get; init; }

    /// <summary>The sum of all fees, positive where they were paid; profits are after them.</summary>
    public required decimal Fees { get; init; }

    /// <summary>The sum of all funding, positive where it was received; profits are after it.</summary>
    public required decimal Funding { get; init; }

    /// <summary>Winning trades over winning and losing trades.</summary>
    /// <value>0 to 1; null where nothing was won or lost.</value>
    public double? WinRate => WinningTrades + LosingTrades is > 0 and var decided ? (double)WinningTrades / decided : null;

    /// <summary>Gross profit over gross loss, without its sign; agrees with the profit factor of NautilusTrader and freqtrade.</summary>
    /// <value>At least zero; null where none lost.</value>
    public double? ProfitFactor => GrossLoss < 0 ? (double)GrossProfit / (double)-GrossLoss : null;

    /// <summary>What one trade earns on average: total PnL over all trades; agrees with the expectancy of freqtrade.</summary>
    /// <value>In <see cref="Currency"/>; null without trades.</value>
    public decimal? Expectancy => TotalTrades > 0 ? TotalPnl / TotalTrades : null;

    /// <summary>Expectancy per unit of average loss; agrees with freqtrade's expectancy ratio.</summary>
    /// <value>Null where none lost.</value>
    public double? ExpectancyRatio => AverageLoss is { } loss && Expectancy is { } expectancy ? (double)expectancy / (double)-loss : null;

    /// <summary>Sums up closed trades of one currency.</summary>
    /// <param name="trades">The trades in any order; those that closed at one instant follow one another as they are given.</param>
    /// <returns>The figures; undefined ones are null.</returns>
    /// <exception cref="CurrencyMismatchException">
    /// Profits, fees or funding are in several currencies. <see cref="PerCurrency"/> keeps them apart;
    /// <see cref="CurrencyConversion"/> converts them.
    /// </exception>
    /// <exception cref="OverflowException">A sum exceeds the range of <see cref="decimal"/>.</exception>
    public static TradeStatistics From(IEnumerable<ClosedTrade> trades)
    {
        ArgumentNullException.ThrowIfNull(trades);
        TradeTally? tally = null;
        var currency = default(Currency);
        foreach (var trade in trades.OrderBy(trade => trade.ClosedAt))
        {
            if (tally is null)
                tally = new TradeTally(currency = trade.Profit.Currency);
            TradeCurrencies.Demand(trade, currency);
            tally.Add(trade);
        }

        return (tally ?? new TradeTally(currency)).Measure();
    }

    /// <summary>Sums up closed trades of any currencies, each for itself.</summary>
    /// <param name="trades">The trades in any order.</param>
    /// <returns>
    /// The figures of each currency. A trade counts where its profit is; a fee or funding in another currency counts there, without a
    /// trade.
    /// </returns>
    /// <exception cref="OverflowException">A sum exceeds the range of <see cref="decimal"/>.</exception>
    public static IReadOnlyDictionary<Currency, TradeStatistics> PerCurrency(IEnumerable<ClosedTrade> trades)
    {
        ArgumentNullException.ThrowIfNull(trades);
        var tallies = new SortedDictionary<Currency, TradeTally>();
        TradeTally Of(Currency currency) =>
            tallies.TryGetValue(currency, out var known) ? known : tallies[currency] = new TradeTally(currency);
        foreach (var trade in trades.OrderBy(trade => trade.ClosedAt))
        {
            var (own, costs) = TradeCurrencies.Split(trade);
            Of(own.Profit.Currency).Add(own);
            foreach (var (currency, fee, funding) in costs)
                Of(currency).AddCost(fee, funding);
        }

        return tallies.ToDictionary(entry => entry.Key, entry => entry.Value.Measure());
    }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
