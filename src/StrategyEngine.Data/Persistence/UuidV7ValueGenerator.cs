using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.ValueGeneration;

namespace StrategyEngine.Data.Persistence;

/// <summary>Gives ids that are sequential in their index: UUIDv7, RFC 9562 section 5.7.</summary>
internal sealed class UuidV7ValueGenerator : ValueGenerator<Guid>
{
    public override bool GeneratesTemporaryValues => false;

    public override Guid Next(EntityEntry entry) => Guid.CreateVersion7(TradingOptionsExtension.Of(entry.Context).TimeProvider.GetUtcNow());
}
