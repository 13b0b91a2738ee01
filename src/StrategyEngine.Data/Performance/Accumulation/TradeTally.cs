using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance.Accumulation;

/// <summary>Sums up closed trades of one currency, one after the other in the order in which they closed.</summary>
internal sealed class TradeTally(Currency currency)
{
    private int _trades;
    private int _wins;
    private int _losses;
    private int _winningStreak;
    private int _losingStreak;
    private int _longestWinningStreak;
    private int _longestLosingStreak;
    private decimal _won;
    private decimal _lost;
    private decimal _largestWin;
    private decimal _largestLoss;
    private decimal _fees;
    private decimal _funding;
    private decimal? _entryNotional = 0;
    private decimal? _turnover = 0;
    private Int128 _heldTicks;

    /// <summary>Adds a trade whose amounts are all in the currency of the tally.</summary>
    public void Add(ClosedTrade trade)
    {
        var profit = trade.Profit.Amount;
        _trades++;
        _winningStreak = profit > 0 ? _winningStreak + 1 : 0;
        _losingStreak = profit < 0 ? _losingStreak + 1 : 0;
        if (profit > 0)
        {
            _wins++;
            _won += profit;
            _largestWin = Math.Max(_largestWin, profit);
            _longestWinningStreak = Math.Max(_longestWinningStreak, _winningStreak);
        }
        else if (profit < 0)
        {
            _losses++;
            _lost += profit;
            _largestLoss = Math.Min(_largestLoss, profit);
            _longestLosingStreak = Math.Max(_longestLosingStreak, _losingStreak);
        }

        _entryNotional += trade.EntryNotional;
        _turnover += trade.Turnover;
        _heldTicks += trade.HoldingTime.Ticks;
        AddCost(trade.Fee, trade.Funding);
    }

    /// <summary>Adds what was paid in the currency of the tally by a trade whose profit is in another one.</summary>
    public void AddCost(Money? fee, Money? funding)
    {
        _fees += fee?.Amount ?? 0;
        _funding += funding?.Amount ?? 0;
    }

    public TradeStatistics Measure() => new()
    {
        Currency = currency,
        TotalTrades = _trades,
        WinningTrades = _wins,
        LosingTrades = _losses,
        TotalPnl = _won + _lost,
        GrossProfit = _won,
        GrossLoss = _lost,
        AverageWin = _wins > 0 ? _won / _wins : null,
        AverageLoss = _losses > 0 ? _lost / _losses : null,
        LargestWin = _wins > 0 ? _largestWin : null,
        LargestLoss = _losses > 0 ? _largestLoss : null,
        LongestWinningStreak = _longestWinningStreak,
        LongestLosingStreak = _longestLosingStreak,
        AverageHoldingTime = _trades > 0 ? TimeSpan.FromTicks((long)(_heldTicks / _trades)) : null,
        EntryNotional = _entryNotional,
        Turnover = _turnover,
        Fees = _fees,
        Funding = _funding,
    };
}
