using Microsoft.EntityFrameworkCore.Metadata;

namespace StrategyEngine.Data.Persistence;

/// <summary>Tells the entity types of this library from those of a host that shares the context.</summary>
public static class TradingEntityTypes
{
    /// <summary>Whether the entity type is one of this library's, so that its storage forms apply.</summary>
    /// <param name="entityType">Any entity type of a model.</param>
    public static bool IsOurs(IReadOnlyTypeBase entityType)
    {
        ArgumentNullException.ThrowIfNull(entityType);
        return entityType.ClrType.Assembly == typeof(TradingEntityTypes).Assembly;
    }
}
