using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.TestMigrations;

/// <summary>A context the third of whose five migrations fails.</summary>
public sealed class BrokenContext(DbContextOptions<BrokenContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();
}
