using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading.Costs;

namespace StrategyEngine.Data.Trading;

/// <summary>Reads positions and values them.</summary>
internal static class PositionValues
{
    public static async Task<IReadOnlyList<PositionValue>> ReadAsync(
        DbContext context,
        Guid accountId,
        Guid? strategyId,
        IReadOnlyDictionary<Guid, decimal>? prices,
        CancellationToken cancellationToken)
    {
        var positions = await context.Set<Position>().AsNoTracking().Include(position => position.Asset)
            .Where(position => position.AccountId == accountId && (strategyId == null || position.StrategyId == strategyId))
            .Where(position => position.Quantity > 0 || position.DustQuantity > 0)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        var tradeIds = positions.Select(position => position.TradeId).OfType<Guid>().ToList();
        var trades = await context.Set<Trade>().AsNoTracking().Where(trade => tradeIds.Contains(trade.Id))
            .ToDictionaryAsync(trade => trade.Id, cancellationToken).ConfigureAwait(false);
        var values = new List<PositionValue>();
        var known = new Dictionary<Guid, decimal?>();
        foreach (var position in positions.OrderBy(position => position.Asset!.Symbol, StringComparer.Ordinal)
            .ThenBy(position => position.Side).ThenBy(position => position.StrategyId))
        {
            if (!known.TryGetValue(position.AssetId, out var price))
            {
                price = prices is not null && prices.TryGetValue(position.AssetId, out var given)
                    ? given
                    : await NewestCloseAsync(context, position.AssetId, cancellationToken).ConfigureAwait(false);
                known.Add(position.AssetId, price);
            }

            values.Add(Value(position, position.TradeId is { } id ? trades.GetValueOrDefault(id) : null, price));
        }

        return values;
    }

    public static PositionValue Value(Position position, Trade? trade, decimal? price)
    {
        var asset = position.Asset!;
        if (price is not > 0)
            return new PositionValue(position, asset, trade, null, null, null);
        var terms = InstrumentTerms.Of(asset);
        var units = Ratio.Of(position.Quantity + position.DustQuantity) * Ratio.Of(position.ContractSize);
        var worth = (terms.IsInverse ? units / Ratio.Of(price.Value) : units * Ratio.Of(price.Value)).Round(Amounts.Decimals);
        var cost = position.Cost + position.DustCost;
        var isGainOverCost = (position.Side == PositionSide.Long) != terms.IsInverse;
        var gain = isGainOverCost ? worth - cost : cost - worth;
        return new PositionValue(
            position,
            asset,
            trade,
            price,
            new Money(Amounts.Reported(gain), position.Currency),
            cost == 0 ? null : (double)(gain / cost * 100));
    }

    // The newest of each timeframe, which are few; of equally new ones the one that was written last.
    private static async Task<decimal?> NewestCloseAsync(DbContext context, Guid assetId, CancellationToken cancellationToken)
    {
        Candle? newest = null;
        foreach (var timeframe in Timeframe.All)
        {
            var candle = await context.Set<Candle>().AsNoTracking()
                .Where(candle => candle.AssetId == assetId && candle.Timeframe == timeframe)
                .OrderByDescending(candle => candle.OpenTime).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
            if (candle is not null && (newest is null || EndOf(candle) > EndOf(newest)
                || (EndOf(candle) == EndOf(newest) && candle.Revision > newest.Revision)))
            {
                newest = candle;
            }
        }

        return newest?.Close;
    }

    // An open candle ends in the future: its close is the price of its last revision.
    private static DateTimeOffset EndOf(Candle candle) => candle.Closed || candle.Revision == 0
        ? candle.Timeframe.Next(candle.OpenTime)
        : DateTimeOffset.FromUnixTimeMilliseconds(candle.Revision);
}
