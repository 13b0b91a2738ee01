using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.TestMigrations;

/// <summary>A context whose second migration is never the same.</summary>
public sealed class UnsteadyContext(DbContextOptions<UnsteadyContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();
}
