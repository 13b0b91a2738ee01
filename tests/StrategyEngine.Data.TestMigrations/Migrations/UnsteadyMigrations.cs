using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.TestMigrations.Migrations;

[DbContext(typeof(UnsteadyContext)), Migration("20250601000000_Marks")]
internal sealed class Marks : TradingTablesMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        base.Up(migrationBuilder);
        migrationBuilder.Sql("CREATE TABLE marks (mark TEXT)");
    }
}

[DbContext(typeof(UnsteadyContext)), Migration("20250602000000_FirstMark")]
internal sealed class FirstMark : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql($"INSERT INTO marks VALUES ('{Guid.NewGuid()}')");
}
