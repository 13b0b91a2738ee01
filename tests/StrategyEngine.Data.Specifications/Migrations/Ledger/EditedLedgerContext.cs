using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Migrations.Ledger;

/// <summary>The same application after somebody has edited its first migration.</summary>
public sealed class EditedLedgerContext(DbContextOptions<EditedLedgerContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();
}
