using System.Runtime.CompilerServices;
using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>What a list of closed trades earned, and how.</summary>
/// <remarks>
/// Immutable and safe for concurrent use. Amounts are exact decimals in the account's currency, averages rounded to 28 significant
/// digits. A figure that is undefined for the list is null, never zero or infinite. A trade that earned exactly nothing counts as a
/// trade, but neither as won nor as lost.
/// </remarks>
public sealed record TradeStatistics
{
    private TradeStatistics()
    {
    }

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

    /// <summary>Winning trades over winning and losing trades.</summary>
    /// <value>0 to 1; null where nothing was won or lost.</value>
    public double? WinRate => WinningTrades + LosingTrades is > 0 and var decided ? (double)WinningTrades / decided : null;

    /// <summary>Gross profit over gross loss, without its sign; agrees with the profit factor of NautilusTrader and freqtrade.</summary>
    /// <value>At least zero; null where none lost.</value>
    public double? ProfitFactor => GrossLoss < 0 ? (double)GrossProfit / (double)-GrossLoss : null;

    /// <summary>What one trade earns on average: total PnL over all trades; agrees with the expectancy of freqtrade.</summary>
    /// <value>In the account's currency; null without trades.</value>
    public decimal? Expectancy => TotalTrades > 0 ? TotalPnl / TotalTrades : null;

    /// <summary>Expectancy per unit of average loss; agrees with freqtrade's expectancy ratio.</summary>
    /// <value>Null where none lost.</value>
    public double? ExpectancyRatio => AverageLoss is { } loss && Expectancy is { } expectancy ? (double)expectancy / (double)-loss : null;

    /// <summary>Sums up closed trades.</summary>
    /// <param name="trades">The trades in any order.</param>
    /// <returns>The figures; undefined ones are null.</returns>
    /// <exception cref="OverflowException">A sum exceeds the range of <see cref="decimal"/>.</exception>
    public static TradeStatistics From(IEnumerable<ClosedTrade> trades)
    {
        ArgumentNullException.ThrowIfNull(trades);
        return From(trades.Select(trade => trade.Profit));
    }

    /// <summary>Sums up the trades that are closed; the others are left out.</summary>
    /// <param name="trades">The trades in any order, loaded with their figures.</param>
    /// <returns>The figures; undefined ones are null.</returns>
    /// <exception cref="OverflowException">A sum exceeds the range of <see cref="decimal"/>.</exception>
    public static TradeStatistics From(IEnumerable<Trade> trades)
    {
        ArgumentNullException.ThrowIfNull(trades);
        return From(
            trades.Where(trade => trade is { Status: TradeStatus.Closed, ClosedAt: not null, Pnl: not null })
                .Select(trade => trade.Pnl!.Value));
    }

    /// <summary>Sums up closed trades by what each earned.</summary>
    /// <param name="profits">The profit of each, after commission; the order does not matter.</param>
    /// <returns>The figures; undefined ones are null.</returns>
    /// <exception cref="OverflowException">A sum exceeds the range of <see cref="decimal"/>.</exception>
    [OverloadResolutionPriority(1)] // For an empty list, which says of nothing what it holds.
    public static TradeStatistics From(IEnumerable<decimal> profits)
    {
        ArgumentNullException.ThrowIfNull(profits);
        int trades = 0, wins = 0, losses = 0;
        decimal won = 0, lost = 0, highest = 0, deepest = 0;
        foreach (var profit in profits)
        {
            trades++;
            if (profit > 0)
            {
                wins++;
                won += profit;
                highest = Math.Max(highest, profit);
            }
            else if (profit < 0)
            {
                losses++;
                lost += profit;
                deepest = Math.Min(deepest, profit);
            }
        }

        return new TradeStatistics
        {
            TotalTrades = trades,
            WinningTrades = wins,
            LosingTrades = losses,
            TotalPnl = won + lost,
            GrossProfit = won,
            GrossLoss = lost,
            AverageWin = wins > 0 ? won / wins : null,
            AverageLoss = losses > 0 ? lost / losses : null,
            LargestWin = wins > 0 ? highest : null,
            LargestLoss = losses > 0 ? deepest : null,
        };
    }

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
