using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;

/// <summary>A context whose second migration makes a unique index over duplicates, outside of a transaction.</summary>
public sealed class UniqueContext(DbContextOptions<UniqueContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();
}
