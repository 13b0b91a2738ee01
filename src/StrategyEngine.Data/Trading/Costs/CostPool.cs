using System.Collections.Immutable;

using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading.Costs;

/// <summary>
/// What is held, with its cost as money: one lot at average cost, or the lots in the order in which they were entered. Immutable.
/// </summary>
internal sealed class CostPool
{
    private readonly bool _isInverse;
    private readonly CostMethod _method;

    // The oldest lot stands before the queue, since parts of it are taken.
    private readonly CostLot _first;
    private readonly ImmutableQueue<CostLot> _others;

    public CostPool(CostMethod method, bool isInverse)
        : this(method, isInverse, default, [], 0, 0)
    {
    }

    private CostPool(CostMethod method, bool isInverse, CostLot first, ImmutableQueue<CostLot> others, decimal quantity, decimal cost)
    {
        _method = method;
        _isInverse = isInverse;
        _first = first;
        _others = others;
        Quantity = quantity;
        Cost = cost;
    }

    public decimal Quantity { get; }

    /// <summary>In the settlement currency, to 12 decimals.</summary>
    public decimal Cost { get; }

    public IEnumerable<CostLot> Lots => Quantity == 0 ? [] : _others.Prepend(_first);

    /// <summary>The average price of what is held. Takes one step for each lot.</summary>
    public PriceAverage Average =>
        Lots.Aggregate(default(PriceAverage), (average, lot) => average.With(lot.Average, _isInverse));

    public CostPool Add(CostLot lot)
    {
        var (quantity, cost) = (Amounts.Sum(Quantity, lot.Quantity), Amounts.Sum(Cost, lot.Cost));
        if (Quantity == 0)
            return new CostPool(_method, _isInverse, lot, [], quantity, cost);
        return _method == CostMethod.Average
            ? new CostPool(_method, _isInverse, _first.With(lot, _isInverse), _others, quantity, cost)
            : new CostPool(_method, _isInverse, _first, _others.Enqueue(lot), quantity, cost);
    }

    /// <summary>Adds all that another pool holds, as entered after what is held here.</summary>
    public CostPool Add(CostPool other) => other.Lots.Aggregate(this, (pool, lot) => pool.Add(lot));

    /// <summary>Takes a quantity out, the oldest first, at most what is held.</summary>
    /// <returns>What is left, and the cost of what was taken. A pool that is emptied gives all of its cost.</returns>
    public (CostPool Left, decimal Cost) Take(decimal quantity)
    {
        if (quantity == 0)
            return (this, 0);
        if (quantity == Quantity)
            return (new CostPool(_method, _isInverse), Cost);
        var (first, others, missing, cost) = (_first, _others, quantity, 0m);
        while (missing >= first.Quantity)
        {
            missing -= first.Quantity;
            cost += first.Cost;
            others = others.Dequeue(out first);
        }

        var (part, left) = first.Split(missing);
        cost += part.Cost;
        return (new CostPool(_method, _isInverse, left, others, Quantity - quantity, Cost - cost), cost);
    }
}
