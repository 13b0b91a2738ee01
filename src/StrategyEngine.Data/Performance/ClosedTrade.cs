using System.Text;

using StrategyEngine.Data.Diagnostics;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Performance;

/// <summary>The outcome of one finished trade, as the figures of performance need it.</summary>
/// <param name="OpenedAt">When its first fill opened it.</param>
/// <param name="ClosedAt">When its last fill closed it; the trade belongs to the periods that hold this instant.</param>
/// <param name="Profit">What it earned after <see cref="Fee"/> and <see cref="Funding"/>; negative when it lost.</param>
/// <remarks>Immutable and safe for concurrent use.</remarks>
public sealed record ClosedTrade(DateTimeOffset OpenedAt, DateTimeOffset ClosedAt, Money Profit)
{
    /// <summary>What its fills cost.</summary>
    /// <value>Positive where it was paid, negative where the venue paid; null for nothing. It may be in a currency of its own.</value>
    public Money? Fee { get; init; }

    /// <summary>What holding it earned.</summary>
    /// <value>Positive where it was received, negative where it was paid; null for nothing.</value>
    public Money? Funding { get; init; }

    /// <summary>Quantity × price of its entry fills, in the currency of the profit; null where it is not known.</summary>
    public decimal? EntryNotional { get; init; }

    /// <summary>Quantity × price of all its fills, in the currency of the profit; null where it is not known.</summary>
    public decimal? Turnover { get; init; }

    /// <summary>How long it was open.</summary>
    public TimeSpan HoldingTime => ClosedAt - OpenedAt;

    private bool PrintMembers(StringBuilder builder) => Printed.Members(builder, this);
}
