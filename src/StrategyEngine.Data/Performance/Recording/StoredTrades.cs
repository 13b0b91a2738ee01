using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance.Recording;

/// <summary>The one place that knows how a stored trade is measured.</summary>
internal static class StoredTrades
{
    // ISO 4217: no currency. A trade does not yet name the one that it settles in, nor its run and the kind of its money.
    private static readonly Currency NoCurrency = Currency.Parse("XXX");

    /// <summary>The closed trades of a scope, in the order in which they closed.</summary>
    public static async Task<IEnumerable<ClosedTrade>> ReadAsync(
        DbContext context, PerformanceScope scope, CancellationToken cancellationToken)
    {
        var trades = await context.Set<Trade>().AsNoTracking()
            .Where(trade => trade.UserId == scope.UserId && trade.Status == TradeStatus.Closed)
            .Where(trade => trade.ClosedAt != null && trade.Pnl != null)
            .Where(trade => scope.StrategyId == null || trade.StrategyId == scope.StrategyId)
            .Select(trade => new
            {
                trade.Id,
                trade.OpenedAt,
                trade.ClosedAt,
                trade.Pnl,
                trade.Commission,
                trade.FilledQuantity,
                trade.EntryPrice,
                trade.ExitPrice,
            })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return trades.OrderBy(trade => trade.ClosedAt).ThenBy(trade => trade.Id).Select(
            trade => new ClosedTrade(trade.OpenedAt, trade.ClosedAt!.Value, new Money(trade.Pnl!.Value, NoCurrency))
            {
                Fee = new Money(trade.Commission, NoCurrency),
                EntryNotional = trade.FilledQuantity * trade.EntryPrice,
                Turnover = trade.FilledQuantity * (trade.EntryPrice + trade.ExitPrice),
            });
    }
}
