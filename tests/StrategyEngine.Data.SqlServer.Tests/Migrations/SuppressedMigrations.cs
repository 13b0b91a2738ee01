using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.SqlServer.Tests.Migrations;

[DbContext(typeof(SuppressedContext)), Migration("20250601000000_Rows")]
internal sealed class RowsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("SELECT 11");
        migrationBuilder.Sql(SuppressedContext.Statement.Value ?? "ALTER DATABASE CURRENT SET AUTO_CLOSE OFF", suppressTransaction: true);
        migrationBuilder.Sql("SELECT 12");
    }

    protected override void BuildTargetModel(ModelBuilder modelBuilder)
    {
    }
}

[DbContext(typeof(SuppressedContext)), Migration("20250602000000_More")]
internal sealed class MoreMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("SELECT 13");

    protected override void BuildTargetModel(ModelBuilder modelBuilder)
    {
    }
}
