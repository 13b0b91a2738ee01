using Microsoft.EntityFrameworkCore;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;

/// <summary>A context one migration of which takes 40 seconds.</summary>
public sealed class NapContext(DbContextOptions<NapContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();
}
