using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.TestMigrations;

/// <summary>A host's own context, which keeps the trading tables beside its own, with migrations of every kind.</summary>
public sealed class WatchlistContext(DbContextOptions<WatchlistContext> options) : DbContext(options)
{
    public DbSet<Watchlist> Watchlists => Set<Watchlist>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyTradingModel();
        WatchlistModel.Apply(modelBuilder);
    }
}
