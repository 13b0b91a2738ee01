using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading.Positions;

namespace StrategyEngine.Data.Trading.Books;

/// <summary>Writes what changed in a book into the rows of trades, their executions, and positions. Not thread-safe.</summary>
/// <param name="context">The context of the transaction; it is not saved here.</param>
/// <param name="account">The account.</param>
/// <param name="asset">The asset.</param>
/// <param name="book">The book after the change.</param>
internal sealed class BookRows(DbContext context, TradingAccount account, Asset asset, AssetBook book)
{
    private readonly Dictionary<(Guid Opening, OrderSide Side), Trade> _trades = [];

    /// <summary>The trades that were written.</summary>
    public List<Trade> Trades { get; } = [];

    /// <summary>The positions that were written.</summary>
    public List<Position> Positions { get; } = [];

    /// <summary>Writes a difference.</summary>
    /// <param name="difference">What changed.</param>
    /// <param name="isWhole">Whether it is all there is, so that what is not in it goes.</param>
    /// <param name="fills">The records of new fills by their ids; others are read where they are needed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public async Task WriteAsync(
        BookDifference difference, bool isWhole, IReadOnlyDictionary<Guid, Fill> fills, CancellationToken cancellationToken)
    {
        await ReadTradesAsync(difference, isWhole, cancellationToken).ConfigureAwait(false);
        var executions = await ReadExecutionsAsync(difference, isWhole, cancellationToken).ConfigureAwait(false);
        var vanished = Vanished(difference, isWhole);
        foreach (var trip in difference.Trades)
            await WriteTradeAsync(trip, vanished, executions, difference, cancellationToken).ConfigureAwait(false);
        WriteExecutions(difference, executions);
        foreach (var trade in vanished)
            context.Remove(trade);
        if (isWhole)
            await ReadExcessesAsync(difference, cancellationToken).ConfigureAwait(false);
        await WriteExcessesAsync(difference, fills, cancellationToken).ConfigureAwait(false);
        await WritePositionsAsync(difference, isWhole, cancellationToken).ConfigureAwait(false);
    }

    private static OrderSide SideOf(TradeKey key) => key.Side == PositionSide.Long ? OrderSide.Buy : OrderSide.Sell;

    private async Task ReadTradesAsync(BookDifference difference, bool isWhole, CancellationToken cancellationToken)
    {
        List<Trade> known;
        if (isWhole)
        {
            known = await context.Set<Trade>()
                .Where(trade => trade.AccountId == account.Id && trade.AssetId == asset.Id)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var openings = difference.Trades.Select(trade => trade.OpeningFillId)
                .Where(id => context.Set<Fill>().Local.FindEntry(id) is not { State: EntityState.Added })
                .Concat(difference.Replaced.Values)
                .Distinct().Select(id => (Guid?)id).ToList();
            known = openings.Count == 0 ? [] : await context.Set<Trade>().Where(trade => openings.Contains(trade.OpeningFillId))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }

        foreach (var trade in known.Where(trade => trade.OpeningFillId is not null))
            _trades[(trade.OpeningFillId!.Value, trade.Side)] = trade;
    }

    private async Task<Dictionary<(Guid Fill, Guid Trade), TradeExecution>> ReadExecutionsAsync(
        BookDifference difference, bool isWhole, CancellationToken cancellationToken)
    {
        if (difference.Rebooked.Count == 0)
            return [];
        List<TradeExecution> known;
        if (isWhole)
        {
            known = await context.Set<TradeExecution>()
                .Where(execution => execution.Trade!.AccountId == account.Id && execution.Trade.AssetId == asset.Id)
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }
        else
        {
            var rebooked = difference.Rebooked.Select(id => (Guid?)id).ToList();
            known = await context.Set<TradeExecution>().Where(execution => rebooked.Contains(execution.FillId))
                .ToListAsync(cancellationToken).ConfigureAwait(false);
        }

        return known.Where(execution => execution.FillId is not null)
            .ToDictionary(execution => (execution.FillId!.Value, execution.TradeId));
    }

    private List<Trade> Vanished(BookDifference difference, bool isWhole)
    {
        if (isWhole)
        {
            var live = difference.Trades.Select(trade => (trade.OpeningFillId, SideOf(trade.Key))).ToHashSet();
            return [.. _trades.Where(known => !live.Contains(known.Key)).Select(known => known.Value)];
        }

        return [.. difference.Replaced.Select(gone => _trades.GetValueOrDefault((gone.Value, SideOf(gone.Key)))).OfType<Trade>()];
    }

    private async Task WriteTradeAsync(
        RoundTrip trip,
        List<Trade> vanished,
        Dictionary<(Guid Fill, Guid Trade), TradeExecution> executions,
        BookDifference difference,
        CancellationToken cancellationToken)
    {
        var key = (trip.OpeningFillId, SideOf(trip.Key));
        if (!_trades.TryGetValue(key, out var trade))
        {
            trade = Successor(trip, vanished, executions, difference);
            if (trade is null)
            {
                trade = await OpenAsync(trip, cancellationToken).ConfigureAwait(false);
                context.Add(trade);
            }
            else
            {
                vanished.Remove(trade);
                trade.OpeningFillId = trip.OpeningFillId;
                trade.OpenedAt = trip.OpenedAt;
            }

            _trades[key] = trade;
        }

        trade.StrategyId = trip.StrategyId;
        trade.RunId = trip.RunId ?? trade.RunId;
        TradeFigures.CopyTo(trade, trip);
        Trades.Add(trade);
    }

    // A late fill that goes before a trade's first one opens it now: the record, with its notes, stays that of the same position.
    private static Trade? Successor(
        RoundTrip trip,
        List<Trade> vanished,
        Dictionary<(Guid Fill, Guid Trade), TradeExecution> executions,
        BookDifference difference)
    {
        if (vanished.Count == 0)
            return null;
        var fills = difference.Steps.Where(step => step.Value.Allocations.Any(part => part.Trade == trip.Key)).Select(step => step.Key)
            .ToHashSet();
        return vanished.Find(trade => trade.Side == SideOf(trip.Key)
            && executions.Keys.Any(known => known.Trade == trade.Id && fills.Contains(known.Fill)));
    }

    private async Task<Trade> OpenAsync(RoundTrip trip, CancellationToken cancellationToken)
    {
        var opening = await context.Set<Fill>().FindAsync([trip.OpeningFillId], cancellationToken).ConfigureAwait(false);
        var order = opening?.OrderId is { } id
            ? await context.Set<Order>().FindAsync([id], cancellationToken).ConfigureAwait(false)
            : null;
        var signal = order?.SignalId is { } signalId
            ? await context.Set<Signal>().AsNoTracking().SingleOrDefaultAsync(signal => signal.Id == signalId, cancellationToken)
                .ConfigureAwait(false)
            : null;
        return new Trade
        {
            UserId = account.UserId,
            AccountId = account.Id,
            AssetId = asset.Id,
            Exchange = account.Exchange,
            Side = SideOf(trip.Key),
            OpenedAt = trip.OpenedAt,
            OpeningFillId = trip.OpeningFillId,
            StrategyId = trip.StrategyId,
            RunId = trip.RunId,
            SignalId = order?.SignalId,
            DecisionPrice = order?.DecisionPrice,
            SignalPrice = signal?.EntryPrice,
        };
    }

    private void WriteExecutions(BookDifference difference, Dictionary<(Guid Fill, Guid Trade), TradeExecution> known)
    {
        foreach (var part in difference.Steps.Values.SelectMany(step => step.Allocations))
        {
            var trade = _trades[(difference.OpeningOf(part.Trade), SideOf(part.Trade))];
            if (known.Remove((part.Fill.Id, trade.Id), out var execution))
            {
                if (execution.Quantity == part.Part.Quantity && execution.GrossPnl == part.GrossProfit && execution.Fee == FeeOf(part)
                    && execution.FeeRate == part.Fill.FeeRate)
                {
                    continue;
                }

                context.Remove(execution);
            }

            context.Add(new TradeExecution
            {
                TradeId = trade.Id,
                FillId = part.Fill.Id,
                Side = part.Fill.Side,
                Price = part.Fill.Price,
                Quantity = part.Part.Quantity,
                ContractSize = part.Fill.ContractSize,
                FeeAmount = FeeOf(part)?.Amount ?? 0,
                FeeCurrency = FeeOf(part)?.Currency,
                FeeRate = part.Fill.FeeRate,
                GrossPnl = part.GrossProfit,
                IsMaker = part.Fill.IsMaker,
                ExecutedAt = part.Fill.ExecutedAt,
                ExchangeOrderId = part.Fill.ExchangeOrderId,
                ExchangeExecutionId = part.Fill.ExecutionId,
            });
        }

        foreach (var execution in known.Values)
            context.Remove(execution);
    }

    private static Money? FeeOf(FillAllocation part) => part.Part.Fee is { Amount: not 0 } fee ? fee : null;

    private async Task ReadExcessesAsync(BookDifference difference, CancellationToken cancellationToken)
    {
        var fills = await context.Set<Fill>()
            .Where(fill => fill.AccountId == account.Id && fill.AssetId == asset.Id && fill.ExcessQuantity > 0)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        difference.Excessive.UnionWith(fills.Select(fill => fill.Id));
    }

    private async Task WriteExcessesAsync(
        BookDifference difference, IReadOnlyDictionary<Guid, Fill> fills, CancellationToken cancellationToken)
    {
        foreach (var (id, step) in difference.Steps)
        {
            var excess = step.Excess?.Part.Quantity ?? 0;
            if (!fills.TryGetValue(id, out var fill))
            {
                // A fill that was stored before has a row to change only if its excess was or is not 0.
                if (excess == 0 && !difference.Excessive.Contains(id))
                    continue;
                fill = await context.Set<Fill>().FindAsync([id], cancellationToken).ConfigureAwait(false);
            }

            fill!.ExcessQuantity = excess;
        }
    }

    private async Task WritePositionsAsync(BookDifference difference, bool isWhole, CancellationToken cancellationToken)
    {
        var known = await context.Set<Position>()
            .Where(position => position.AccountId == account.Id && position.AssetId == asset.Id)
            .ToListAsync(cancellationToken).ConfigureAwait(false);
        foreach (var strategyId in difference.Strategies)
        {
            var state = book.Positions.StateOf(strategyId == Guid.Empty ? null : strategyId);
            WritePosition(known, state, state.Long);
            WritePosition(known, state, state.Short);
        }

        if (isWhole)
        {
            foreach (var position in known.Where(position => !difference.Strategies.Contains(position.StrategyId ?? Guid.Empty)))
                context.Remove(position);
        }
    }

    private void WritePosition(List<Position> known, PositionState state, SidePosition side)
    {
        var position = known.Find(position => position.StrategyId == state.StrategyId && position.Side == side.Side);
        if (position is null)
        {
            if (side.Quantity == 0)
                return;
            position = new Position
            {
                AccountId = account.Id,
                AssetId = asset.Id,
                StrategyId = state.StrategyId,
                Side = side.Side,
                Currency = book.Terms.Settlement,
            };
            context.Add(position);
        }

        var last = book.Positions.LastFillOf(state.StrategyId);
        position.Quantity = side.Open.Quantity;
        position.AveragePrice = side.Open.Quantity == 0 ? null : side.Open.Average.PriceOrNone;
        position.Cost = side.Open.Cost;
        position.DustQuantity = side.Dust.Quantity;
        position.DustCost = side.Dust.Cost;
        position.TradeId = side.Trade is { } trip
            ? _trades.GetValueOrDefault((trip.OpeningFillId, SideOf(trip.Key)))?.Id ?? position.TradeId
            : null;
        if (last is not null)
        {
            position.ContractSize = last.Size;
            position.LastFillAt = last.ExecutedAt;
        }

        Positions.Add(position);
    }
}
