using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.TestMigrations;

/// <summary>The same application one release earlier: it has the first two migrations of <see cref="WatchlistContext"/>.</summary>
public sealed class OlderWatchlistContext(DbContextOptions<OlderWatchlistContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyTradingModel();
        WatchlistModel.Apply(modelBuilder, noteIsRequired: false, symbolIsIndexed: false);
    }
}
