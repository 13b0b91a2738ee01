using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading.Books;
using StrategyEngine.Data.Trading.Positions;

namespace StrategyEngine.Data.Trading;

/// <summary>What adding an execution to a trade that its owner keeps goes on from. Not thread-safe.</summary>
internal sealed class TradeProgress
{
    private readonly Trade _trade;
    private readonly PositionBook _book;
    private readonly HashSet<TradeExecution> _added = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<FillKey, TradeExecution> _byKey = [];
    private RoundTrip? _trip;

    private TradeProgress(Trade trade, Asset asset)
    {
        _trade = trade;

        // Whoever keeps a short trade in what is held has borrowed it.
        _book = new PositionBook(
            InstrumentTerms.Of(asset), new AccountRules(IsMargined: trade.Side == OrderSide.Sell), (fill, _) => fill.FeeRate);
    }

    /// <summary>The quantity of the entry fills that it knows.</summary>
    public decimal FilledQuantity => _trip?.EntryQuantity ?? 0;

    /// <summary>Replays the executions that a trade has.</summary>
    /// <exception cref="FillException">One cannot be booked.</exception>
    public static TradeProgress Of(Trade trade, Asset asset)
    {
        var progress = new TradeProgress(trade, asset);
        foreach (var execution in trade.Executions.OrderBy(execution => execution.ExecutedAt).ThenBy(execution => execution.Id))
            progress.Book(execution);
        return progress;
    }

    /// <summary>Whether it was added before.</summary>
    public bool Contains(TradeExecution execution) => _added.Contains(execution);

    /// <summary>Books an execution, and sets what the trade and its executions derive from it.</summary>
    /// <exception cref="FillException">It cannot be booked; this progress is no longer of use.</exception>
    public void Add(TradeExecution execution)
    {
        var change = Book(execution);
        TradeFigures.CopyTo(_trade, _trip!);
        foreach (var part in change.Steps.SelectMany(step => step.Allocations))
            _byKey[part.Fill.Key].GrossPnl = part.GrossProfit;
    }

    private BookChange Book(TradeExecution execution)
    {
        var fill = FillOf(execution);
        var change = _book.Book(fill) ?? throw new ArgumentException("The fill was added before.", nameof(execution));
        var keys = change.Steps.SelectMany(step => step.Trades).Select(trip => trip.Key).ToHashSet();
        var isOne = keys.Count == 1 && change.Steps.All(step => step.Excess is null)
            && (change.Replaced.Count > 0 ? _book.Trades.Count() == 1 : _trip is null || keys.Contains(_trip.Key));
        var trip = isOne ? change.Steps[^1].Trades[^1] : null;
        if (trip is null || (trip.Side == PositionSide.Long) != (_trade.Side == OrderSide.Buy))
        {
            throw new FillException(
                "fills.flip",
                fill,
                "The fill takes out more than the trade holds, or comes after it was closed. TradeBook.ApplyAsync closes one trade and "
                + "opens "
                + "the next with such a fill; whoever keeps trades themselves adds the excess to a trade of its own.");
        }

        _trip = trip;
        _added.Add(execution);
        _byKey[fill.Key] = execution;
        return change;
    }

    // A fill without an id of the exchange is known by its place.
    private VenueFill FillOf(TradeExecution execution) => new()
    {
        ExecutedAt = execution.ExecutedAt,
        Sequence = execution.ExchangeExecutionId is null ? _added.Count : 0,
        ExecutionId = execution.ExchangeExecutionId ?? $"#{_added.Count}",
        ExchangeOrderId = execution.ExchangeOrderId ?? "",
        Side = execution.Side,
        Price = execution.Price,
        Quantity = execution.Quantity,
        ContractSize = execution.ContractSize,
        Fee = execution.FeeAmount == 0 ? null
            : execution.Fee ?? throw new ArgumentException(
                "The fee of a fill is in a currency: set TradeExecution.FeeCurrency.", nameof(execution)),
        FeeRate = execution.FeeRate,
        IsMaker = execution.IsMaker,
        StrategyId = _trade.StrategyId,
    };
}
