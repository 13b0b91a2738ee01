using System.Collections.Immutable;

using StrategyEngine.Data.Model;
using StrategyEngine.Data.Trading.Costs;

namespace StrategyEngine.Data.Trading.Positions;

/// <summary>
/// Computes what a fill does to what a strategy holds of one instrument: a function of both, whose cost does not depend on how many fills
/// came before. Thread-safe if the rates are.
/// </summary>
/// <remarks>
/// <para>A fill first takes out of the opposite side, its dust included, and opens its own side with what is left of it. Where nothing may
/// be sold short, and where a hedged position ends, that rest is an excess. Both parts share value and fee in proportion to what they move.
/// </para>
/// <para>At average cost an exit takes from the open round trip and then from dust; by FIFO from dust first, which is older. An exit that
/// leaves less than can be traded closes the round trip: the rest becomes dust and keeps its cost. Dust that is sold while no round trip is
/// open is a round trip of its own.</para>
/// <para>Rounding: see <see cref="Amounts"/>.</para>
/// </remarks>
internal sealed class PositionEngine(InstrumentTerms terms, AccountRules rules, FeeRate? rate = null)
{
    public InstrumentTerms Terms => terms;

    public AccountRules Rules => rules;

    public PositionState Empty(Guid? strategyId)
    {
        var pool = new CostPool(rules.CostMethod, terms.IsInverse);
        return new PositionState(strategyId, new SidePosition(PositionSide.Long, pool), new SidePosition(PositionSide.Short, pool));
    }

    /// <summary>Books a fill that comes after all that were booked before.</summary>
    /// <param name="state">What is held before it.</param>
    /// <param name="fill">The fill, as <see cref="FillRules"/> leaves it.</param>
    /// <exception cref="FillException">An amount has too many digits, or a rate is not above 0.</exception>
    public PositionStep Apply(PositionState state, VenueFill fill)
    {
        try
        {
            return Book(state, fill);
        }
        catch (OverflowException overflow)
        {
            throw new FillException(
                "fills.overflow",
                fill,
                "The fill makes an amount of more digits than DECIMAL(28,12) holds. Check its price, quantity and contract size.",
                overflow);
        }
    }

    private PositionStep Book(PositionState state, VenueFill fill)
    {
        var measure = new FillMeasure(terms, fill, rate);
        var (left, entered) = Sides(fill);
        var exit = left is { } side ? Math.Min(measure.Whole.Moved, state[side].Quantity) : 0;
        var part = exit > 0 ? measure.Part(exit) : default;
        var rest = exit > 0 ? measure.Whole.Without(part) : measure.Whole;
        var trades = ImmutableArray.CreateBuilder<RoundTrip>();
        var allocations = ImmutableArray.CreateBuilder<FillAllocation>();
        if (exit > 0)
        {
            var (after, trade, allocation) = Exit(state[left!.Value].For(fill.ExchangeOrderId), fill, measure, part);
            state = state.With(after);
            trades.Add(trade);
            allocations.Add(allocation);
        }

        if (rest.Moved > 0 && entered is { } own)
        {
            var (after, allocation) = Enter(state[own].For(""), fill, measure, rest);
            state = state.With(after);
            trades.Add(after.Trade!);
            allocations.Add(allocation);
        }

        var excess = rest.Moved > 0 && entered is null ? new FillExcess(fill, rest) : null;
        return new PositionStep(fill, state, trades.ToImmutable(), allocations.ToImmutable(), excess);
    }

    // The side that a fill takes out of, and the one that it goes on to.
    private (PositionSide? Left, PositionSide? Entered) Sides(VenueFill fill)
    {
        var own = fill.Side == OrderSide.Buy ? PositionSide.Long : PositionSide.Short;
        var other = fill.Side == OrderSide.Buy ? PositionSide.Short : PositionSide.Long;
        if (fill.PositionSide is { } named)
            return named == own ? (null, own) : (named, null);
        return (other, own == PositionSide.Short && terms.HoldsAsset && !rules.IsMargined ? null : own);
    }

    private (SidePosition After, FillAllocation Allocation) Enter(
        SidePosition side, VenueFill fill, FillMeasure measure, FillPart part)
    {
        var trade = (side.Trade ?? Opened(side.Side, fill)).WithEntry(part, measure.AverageOf(part.Quantity), terms.IsInverse);
        var lot = new CostLot(part.Moved, part.Value, measure.AverageOf(part.Moved));
        return (side with { Open = side.Open.Add(lot), Trade = trade }, new FillAllocation(fill, trade.Key, FillRole.Entry, part, 0));
    }

    private (SidePosition After, RoundTrip Trade, FillAllocation Allocation) Exit(
        SidePosition side, VenueFill fill, FillMeasure measure, FillPart part)
    {
        var first = rules.CostMethod == CostMethod.Fifo ? side.Dust : side.Open;
        var fromFirst = Math.Min(part.Moved, first.Quantity);
        var dustTaken = rules.CostMethod == CostMethod.Fifo ? fromFirst : part.Moved - fromFirst;
        var (open, openCost) = side.Open.Take(part.Moved - dustTaken);
        var (dust, dustCost) = side.Dust.Take(dustTaken);
        var isGainOverCost = (side.Side == PositionSide.Long) != terms.IsInverse;
        var cost = openCost + dustCost;
        var gross = isGainOverCost ? part.Value - cost : cost - part.Value;

        var trade = (side.Trade ?? Opened(side.Side, fill))
            .WithExit(part, measure.AverageOf(part.Quantity), terms.IsInverse, cost, gross, dustTaken);
        var allocation = new FillAllocation(fill, trade.Key, FillRole.Exit, part, gross);
        var goingOn = side with { Open = open, Dust = dust, Trade = trade };
        if (open.Quantity > 0 && !measure.IsDust(open.Quantity))
            return (goingOn, trade, allocation);

        var closed = trade.Closed(fill.ExecutedAt);
        var empty = new CostPool(rules.CostMethod, terms.IsInverse);
        var after = goingOn with { Open = empty, Dust = dust.Add(open), Trade = null };
        if (open.Quantity > 0)
            after = after with { BeforeDust = goingOn, DustOrderId = fill.ExchangeOrderId };
        return (after, closed, allocation);
    }

    private RoundTrip Opened(PositionSide side, VenueFill fill) => new()
    {
        Key = new TradeKey(fill.Key, side),
        StrategyId = fill.StrategyId,
        OpeningFillId = fill.Id,
        RunId = fill.RunId,
        Settlement = terms.Settlement,
        OpenedAt = fill.ExecutedAt,
    };
}
