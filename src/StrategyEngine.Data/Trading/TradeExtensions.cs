using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading;

/// <summary>For those who keep trades themselves, without <see cref="TradeBook"/>.</summary>
public static class TradeExtensions
{
    /// <summary>Adds a fill, in its place among those that are there, and derives the trade's figures anew.</summary>
    /// <remarks>Not thread-safe. A fill that comes last costs the same however many there are.</remarks>
    /// <param name="trade">The trade, with its asset and all of its executions.</param>
    /// <param name="execution">The fill.</param>
    /// <exception cref="ArgumentException">The fill was added before, it would exceed the quantity that was ordered, or its fee has no
    /// currency. The trade is as before.</exception>
    /// <exception cref="FillException">It cannot be booked, or takes out more than there is (<c>fills.flip</c>): <see cref="TradeBook"/>
    /// closes one trade and opens the next with such a fill. The trade is as before.</exception>
    /// <exception cref="InstrumentTermsException">What the asset says of itself contradicts itself.</exception>
    /// <exception cref="InvalidOperationException">The trade has no asset, was read without its executions, or is one of
    /// <see cref="TradeBook"/>.</exception>
    public static void AddExecution(this Trade trade, TradeExecution execution)
    {
        ArgumentNullException.ThrowIfNull(trade);
        ArgumentNullException.ThrowIfNull(execution);
        if (trade.OpeningFillId is not null)
            throw new InvalidOperationException("The trade is kept by TradeBook. Apply a FillReport to its account instead.");
        if (trade.Asset is not { } asset)
        {
            throw new InvalidOperationException(
                "The trade has no asset, which says what a fill comes to. Read it with Include(trade => trade.Asset), or set it.");
        }

        var progress = trade.Progress as TradeProgress ?? TradeProgress.Of(trade, asset);
        if (progress.FilledQuantity != trade.FilledQuantity)
        {
            throw new InvalidOperationException(
                "The trade was read without its executions, from which its figures derive. Read it with Include(trade => trade.Executions).");
        }

        if (progress.Contains(execution))
            throw new ArgumentException("The execution is one of the trade already.", nameof(execution));
        if (execution.Side == trade.Side && trade.FilledQuantity + execution.Quantity > trade.Quantity)
            throw new ArgumentException("The entry fills would exceed the quantity that was ordered.", nameof(execution));

        // What fails is forgotten, and the next call begins with the executions that the trade has.
        trade.Progress = null;
        progress.Add(execution);
        trade.Add(execution);
        trade.Progress = progress;
    }
}
