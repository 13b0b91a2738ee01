using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Migrations.Ledger;

/// <summary>
/// A host's own context, with a migration of each kind that could cost data. It needs no type names, so that every engine can run it.
/// </summary>
public sealed class LedgerContext(DbContextOptions<LedgerContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyTradingModel();
        modelBuilder.Entity<LedgerEntry>(entry =>
        {
            entry.ToTable("ledger");
            entry.Property(each => each.Id).ValueGeneratedNever();
        });
    }
}
