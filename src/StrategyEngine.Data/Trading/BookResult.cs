using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Trading;

/// <summary>What reports did to an account. Everything in it is stored.</summary>
public sealed record BookResult
{
    /// <summary>Orders that are new or changed, as they are now.</summary>
    public required IReadOnlyList<Order> Orders { get; init; }

    /// <summary>Fills that are new.</summary>
    public required IReadOnlyList<Fill> Fills { get; init; }

    /// <summary>Trades that are new or changed, as they are now, with no more of their executions than the call wrote.</summary>
    public required IReadOnlyList<Trade> Trades { get; init; }

    /// <summary>Positions that are new or changed, as they are now.</summary>
    public required IReadOnlyList<Position> Positions { get; init; }

    /// <summary>How many reports were known already and changed nothing.</summary>
    public required int KnownReports { get; init; }

    /// <summary>New fills that sold or closed more than was held: <see cref="Fill.ExcessQuantity"/> is in no trade.</summary>
    public IEnumerable<Fill> Excesses => Fills.Where(fill => fill.ExcessQuantity > 0);

    /// <summary>Trades whose profit is not known because the rate of a fee is missing.</summary>
    public IEnumerable<Trade> TradesWithoutRate => Trades.Where(trade => trade.MissingRates is not null);

    /// <summary>Counts.</summary>
    public override string ToString() => Printed.Text(
        $"BookResult {{ Orders = {Orders.Count}, Fills = {Fills.Count}, Trades = {Trades.Count}, Known = {KnownReports} }}");
}
