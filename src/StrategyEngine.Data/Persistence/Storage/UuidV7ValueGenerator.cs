using System.Runtime.CompilerServices;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace StrategyEngine.Data.Persistence;

/// <summary>
/// Gives ids of a <see cref="UuidV7Sequence"/>, one for each clock: a model outlives its database, whose clock may be ahead of the next
/// one's.
/// </summary>
/// <remarks>One instance per entity type; thread-safe.</remarks>
internal sealed class UuidV7ValueGenerator : ValueGenerator<Guid>
{
    private readonly ConditionalWeakTable<TimeProvider, UuidV7Sequence> _sequences = [];

    public override bool GeneratesTemporaryValues => false;

    public override Guid Next(EntityEntry entry)
    {
        var clock = TradingOptionsExtension.Of(entry.Context).TimeProvider;
        return Of(clock).Next(clock.GetUtcNow().ToUnixTimeMilliseconds());
    }

    /// <summary>The next id of a context's clock, for a time that was read from it before.</summary>
    /// <param name="context">The context.</param>
    /// <param name="now">Unix milliseconds.</param>
    public Guid Next(DbContext context, long now) => Of(TradingOptionsExtension.Of(context).TimeProvider).Next(now);

    private UuidV7Sequence Of(TimeProvider clock) => _sequences.GetValue(clock, static _ => new UuidV7Sequence());
}
