using StrategyEngine.Data.Trading.Positions;

namespace StrategyEngine.Data.Trading;

/// <summary>The fills of one account in one instrument, and what they come to. Not thread-safe.</summary>
/// <remarks>
/// <para>Whatever the order of delivery, and however often a fill is delivered, the result is that of all fills in the order of
/// <see cref="FillOrder"/>.</para>
/// <para>Each strategy has positions and round trips of its own, and so have the fills that nobody claimed; what the venue shows is their
/// sum.</para>
/// </remarks>
/// <param name="terms">The instrument.</param>
/// <param name="rules">How the account keeps positions.</param>
/// <param name="rate">The rates of fees in a third currency, or null if none is known.</param>
internal sealed class PositionBook(InstrumentTerms terms, AccountRules rules, FeeRate? rate = null)
{
    private readonly PositionEngine _engine = new(terms, rules, rate);
    private readonly Dictionary<FillKey, VenueFill> _known = [];

    // Fills that nobody claimed go by the empty id, which no strategy has.
    private readonly Dictionary<Guid, StrategyFills> _strategies = [];

    /// <summary>How the account keeps positions.</summary>
    public AccountRules Rules => rules;

    /// <summary>What is held, each strategy and side that holds anything.</summary>
    public IEnumerable<OpenPosition> Positions =>
        from strategy in _strategies.Values
        from side in new[] { strategy.State.Long, strategy.State.Short }
        where side.Quantity > 0
        select new OpenPosition(strategy.StrategyId, side.Side, side.Open, side.Dust, side.Trade);

    /// <summary>The round trips, open and closed; those of a strategy in the order in which they were opened.</summary>
    public IEnumerable<RoundTrip> Trades => _strategies.Values.SelectMany(strategy => strategy.Trades);

    /// <summary>Which part of which fill belongs to which round trip.</summary>
    public IEnumerable<FillAllocation> Allocations =>
        _strategies.Values.SelectMany(strategy => strategy.Steps).SelectMany(step => step.Allocations);

    /// <summary>What sold or closed more than is held.</summary>
    public IEnumerable<FillExcess> Excesses =>
        from strategy in _strategies.Values
        from step in strategy.Steps
        where step.Excess is not null
        select step.Excess;

    /// <summary>Books a fill in its place among those that are known.</summary>
    /// <param name="fill">The fill as the venue tells it.</param>
    /// <returns>False if it is known already; nothing was changed.</returns>
    /// <exception cref="FillException">It cannot be booked, or contradicts the one that is known by its ids and side; nothing was changed.
    /// </exception>
    public bool Add(VenueFill fill) => Book(fill) is not null;

    /// <summary>Books a fill in its place among those that are known.</summary>
    /// <param name="fill">The fill as the venue tells it.</param>
    /// <returns>What it changed; null if it is known already, and nothing was changed.</returns>
    /// <exception cref="FillException">It cannot be booked, or contradicts the one that is known by its ids and side; nothing was changed.
    /// </exception>
    public BookChange? Book(VenueFill fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        var kept = FillRules.Demand(fill, terms, rules);
        if (_known.TryGetValue(kept.Key, out var known))
        {
            return known.IsSameFact(kept) && known.StrategyId == kept.StrategyId
                ? null
                : throw new FillException(
                    "fills.contradiction",
                    fill,
                    "A fill of these ids and side is known with other figures, instant or strategy. Ask the venue for it, and keep one.");
        }

        var id = kept.StrategyId ?? Guid.Empty;
        var strategy = _strategies.GetValueOrDefault(id) ?? new StrategyFills(_engine, kept.StrategyId);
        var change = strategy.Insert(kept);
        _strategies[id] = strategy;
        _known.Add(kept.Key, kept);
        return change;
    }

    /// <summary>What a strategy holds.</summary>
    /// <param name="strategyId">The strategy, or null for fills that nobody claimed.</param>
    public PositionState StateOf(Guid? strategyId) =>
        _strategies.GetValueOrDefault(strategyId ?? Guid.Empty)?.State ?? _engine.Empty(strategyId);

    /// <summary>The last fill of a strategy, or null if it has none.</summary>
    /// <param name="strategyId">The strategy, or null for fills that nobody claimed.</param>
    public VenueFill? LastFillOf(Guid? strategyId) =>
        _strategies.GetValueOrDefault(strategyId ?? Guid.Empty)?.Steps is [.., var last] ? last.Fill : null;

    /// <summary>All steps, those of one strategy after those of another, each in the order of the fills.</summary>
    public IEnumerable<PositionStep> Steps => _strategies.Values.SelectMany(strategy => strategy.Steps);

    /// <summary>The states of all strategies.</summary>
    public IEnumerable<PositionState> States => _strategies.Values.Select(strategy => strategy.State);

    /// <summary>Books all fills anew, when rates that were missing have become known.</summary>
    /// <exception cref="FillException">A rate is not above 0. Strategies before it are booked anew, the others are as before.</exception>
    public void Rederive()
    {
        foreach (var strategy in _strategies.Values)
            strategy.Rederive();
    }
}
