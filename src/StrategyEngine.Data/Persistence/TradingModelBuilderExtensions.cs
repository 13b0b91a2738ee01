using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Encryption;

namespace StrategyEngine.Data.Persistence;

/// <summary>Maps the trading domain into a model.</summary>
public static class TradingModelBuilderExtensions
{
    /// <summary>Maps every entity of the trading domain, for a host that keeps the library's tables in its own context.</summary>
    /// <remarks>Call it in <c>OnModelCreating</c> and register the context with <c>AddTradingData&lt;THostContext&gt;</c>.
    /// Entities of the host's own are left as they are.</remarks>
    /// <param name="modelBuilder">The model being built.</param>
    /// <returns>The same builder.</returns>
    public static ModelBuilder ApplyTradingModel(this ModelBuilder modelBuilder)
    {
        ArgumentNullException.ThrowIfNull(modelBuilder);
        modelBuilder.ApplyEncryptionTables();
        modelBuilder.ApplyConfigurationsFromAssembly(typeof(TradingDbContext).Assembly);
        foreach (var entityType in modelBuilder.Model.GetEntityTypes().Where(TradingEntityTypes.IsOurs).ToList())
            StorageForms.Apply(entityType);
        return modelBuilder;
    }
}
