using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;

/// <summary>A context the third of whose four migrations fails in its second command.</summary>
public sealed class BrokenContext(DbContextOptions<BrokenContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();
}
