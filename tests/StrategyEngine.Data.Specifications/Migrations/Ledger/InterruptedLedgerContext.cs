using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.Migrations.Ledger;

/// <summary>Changes a table, commits, and then runs a command that fails while there is a table <c>gate</c>.</summary>
public sealed class InterruptedLedgerContext(DbContextOptions<InterruptedLedgerContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();
}
