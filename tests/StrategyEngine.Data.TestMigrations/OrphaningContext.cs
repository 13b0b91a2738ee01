using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.TestMigrations;

/// <summary>A context whose second migration deletes rows that others refer to.</summary>
public sealed class OrphaningContext(DbContextOptions<OrphaningContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyTradingModel();
        WatchlistModel.Apply(modelBuilder, noteIsRequired: false, symbolIsIndexed: false);
    }
}
