using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance.Recording;

/// <summary>The one place that knows how a stored trade is measured.</summary>
internal static class StoredTrades
{
    /// <summary>The closed trades of a scope, in the order in which they closed.</summary>
    public static async Task<IEnumerable<ClosedTrade>> ReadAsync(
        DbContext context, PerformanceScope scope, CancellationToken cancellationToken)
    {
        var trades = await Of(context, scope)
            .Where(trade => trade.Status == TradeStatus.Closed && trade.ClosedAt != null && trade.Pnl != null && trade.Currency != null)
            .Select(trade => new
            {
                trade.Id,
                trade.OpenedAt,
                trade.ClosedAt,
                trade.Currency,
                trade.Pnl,
                trade.Fee,
                trade.FilledQuantity,
                trade.ExitQuantity,
                trade.EntryPrice,
                trade.ExitPrice,
                trade.Asset!.ContractSize,
                IsInverse = trade.Currency == trade.Asset.BaseCurrency,
            })
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        return trades.OrderBy(trade => trade.ClosedAt).ThenBy(trade => trade.Id).Select(trade =>
        {
            var currency = trade.Currency!.Value;
            var entered = Notional(trade.FilledQuantity, trade.ContractSize, trade.EntryPrice, trade.IsInverse);
            return new ClosedTrade(trade.OpenedAt, trade.ClosedAt!.Value, new Money(trade.Pnl!.Value, currency))
            {
                Fee = trade.Fee == 0 ? null : new Money(trade.Fee, currency),
                EntryNotional = entered,
                Turnover = entered + Notional(trade.ExitQuantity, trade.ContractSize, trade.ExitPrice, trade.IsInverse),
            };
        });
    }

    private static IQueryable<Trade> Of(DbContext context, PerformanceScope scope)
    {
        var trades = context.Set<Trade>().AsNoTracking()
            .Where(trade => trade.UserId == scope.UserId && (scope.StrategyId == null || trade.StrategyId == scope.StrategyId));

        // Trades without an account are those of somebody who keeps them without TradeBook: they count as live.
        return scope.RunId is { } runId
            ? trades.Where(trade => trade.RunId == runId)
            : trades.Where(trade => trade.AccountId == null ? scope.Kind == RunKind.Live : trade.Account!.Kind == scope.Kind);
    }

    // In the currency of the profit: of an inverse contract, quote currency divided by the price.
    private static decimal? Notional(decimal quantity, decimal contractSize, decimal? price, bool isInverse) =>
        price is not { } known ? null : isInverse ? quantity * contractSize / known : quantity * contractSize * known;
}
