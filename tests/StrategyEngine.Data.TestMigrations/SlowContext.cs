using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.TestMigrations;

/// <summary>A context whose second migration is one statement that takes minutes.</summary>
public sealed class SlowContext(DbContextOptions<SlowContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();
}
