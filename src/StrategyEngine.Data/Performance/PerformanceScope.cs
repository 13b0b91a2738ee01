using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>Whose performance is measured: that of a run, or of a user with money of one kind; or of one strategy within either.</summary>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed record PerformanceScope
{
    private PerformanceScope()
    {
    }

    /// <summary>The user.</summary>
    public required Guid UserId { get; init; }

    /// <summary>Whether the money is real.</summary>
    public required RunKind Kind { get; init; }

    /// <summary>The run, or null for all the user's money of the kind.</summary>
    public Guid? RunId { get; private init; }

    /// <summary>The strategy, or null for all trades.</summary>
    public Guid? StrategyId { get; private init; }

    /// <summary>A run: its trades, and the equity marks that name it.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="kind">With what money it trades.</param>
    /// <param name="runId">The run.</param>
    /// <param name="strategyId">Its strategy, which the rows then name; null for all trades of the run.</param>
    public static PerformanceScope OfRun(Guid userId, RunKind kind, Guid runId, Guid? strategyId = null) =>
        new() { UserId = userId, Kind = kind, RunId = runId, StrategyId = strategyId };

    /// <summary>
    /// A user: all trades with money of one kind, and the equity marks that name no run, added up over all accounts. Those of a strategy
    /// have no equity, which belongs to accounts.
    /// </summary>
    /// <param name="userId">The user.</param>
    /// <param name="kind">Whether the money is real.</param>
    /// <param name="strategyId">The strategy whose trades alone are measured; null for all trades.</param>
    public static PerformanceScope OfUser(Guid userId, RunKind kind, Guid? strategyId = null) =>
        new() { UserId = userId, Kind = kind, StrategyId = strategyId };

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
