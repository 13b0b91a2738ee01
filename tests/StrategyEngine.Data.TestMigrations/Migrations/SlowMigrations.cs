using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.TestMigrations.Migrations;

[DbContext(typeof(SlowContext)), Migration("20250401000000_Quick")]
internal sealed class Quick : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE numbers (n INTEGER)");
}

[DbContext(typeof(SlowContext)), Migration("20250402000000_Slow")]
internal sealed class Slow : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
        """
        WITH RECURSIVE counter(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counter WHERE n < 1000000000)
        INSERT INTO numbers SELECT MAX(n) FROM counter
        """);
}
