using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>A context whose only migration is one statement that takes minutes and calls <c>tick</c> for each row.</summary>
public sealed class TickingContext(DbContextOptions<TickingContext> options) : DbContext(options)
{
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();

    [DbContext(typeof(TickingContext)), Migration("20250701000000_Ticking")]
    internal sealed class Ticking : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """
            WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 1000000000)
            SELECT COUNT(*) FROM counter WHERE tick() = 0
            """);
    }
}
