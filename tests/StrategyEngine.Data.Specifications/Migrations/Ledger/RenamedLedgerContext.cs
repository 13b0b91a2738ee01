using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Migrations.Ledger;

/// <summary>Renames a column and a table, and drops both under their new names in a later migration.</summary>
public sealed class RenamedLedgerContext(DbContextOptions<RenamedLedgerContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();
}
