using StrategyEngine.Data.Trading.Positions;

namespace StrategyEngine.Data.Trading.Books;

/// <summary>What fills changed in one book: the rows of which fills and trades are to be written anew.</summary>
internal sealed class BookDifference
{
    private readonly Dictionary<Guid, PositionStep> _steps = [];
    private readonly OrderedDictionary<TradeKey, RoundTrip> _trades = [];
    private readonly Dictionary<TradeKey, Guid> _openings = [];

    /// <summary>The fills whose parts are to be written, each with its last step.</summary>
    public IReadOnlyDictionary<Guid, PositionStep> Steps => _steps;

    /// <summary>The round trips that changed, as they are now.</summary>
    public IReadOnlyCollection<RoundTrip> Trades => _trades.Values;

    /// <summary>Round trips that there are no more, with the record of the fill that had opened them.</summary>
    public Dictionary<TradeKey, Guid> Replaced { get; } = [];

    /// <summary>Fills that were stored before and whose parts may have changed.</summary>
    public HashSet<Guid> Rebooked { get; } = [];

    /// <summary>Fills that were stored before and had an excess.</summary>
    public HashSet<Guid> Excessive { get; } = [];

    /// <summary>The strategies whose positions changed; the empty id for what nobody claimed.</summary>
    public HashSet<Guid> Strategies { get; } = [];

    /// <summary>The record of the fill that opened a round trip of <see cref="Steps"/>.</summary>
    public Guid OpeningOf(TradeKey key) => _openings[key];

    public void Add(BookChange change)
    {
        Strategies.Add(change.StrategyId ?? Guid.Empty);
        foreach (var step in change.Replaced)
        {
            Rebooked.Add(step.Fill.Id);
            if (step.Excess is not null)
                Excessive.Add(step.Fill.Id);
            foreach (var trade in step.Trades)
            {
                Replaced[trade.Key] = trade.OpeningFillId;
                _trades.Remove(trade.Key);
            }
        }

        foreach (var step in change.Steps)
            Add(step);
    }

    /// <summary>Everything that a book holds.</summary>
    public static BookDifference OfAll(PositionBook book)
    {
        var difference = new BookDifference();
        foreach (var step in book.Steps)
        {
            difference.Add(step);
            difference.Rebooked.Add(step.Fill.Id);
        }

        foreach (var state in book.States)
            difference.Strategies.Add(state.StrategyId ?? Guid.Empty);
        return difference;
    }

    private void Add(PositionStep step)
    {
        _steps[step.Fill.Id] = step;
        foreach (var trade in step.Trades)
        {
            _trades[trade.Key] = trade;
            _openings[trade.Key] = trade.OpeningFillId;
            Replaced.Remove(trade.Key);
        }
    }
}
