using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Migrations.Ledger;

/// <summary>The same application one release earlier: it has the first migration of <see cref="LedgerContext"/>.</summary>
public sealed class OlderLedgerContext(DbContextOptions<OlderLedgerContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();
}
