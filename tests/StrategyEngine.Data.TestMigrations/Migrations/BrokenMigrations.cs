using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.TestMigrations.Migrations;

[DbContext(typeof(BrokenContext)), Migration("20250201000000_First")]
internal sealed class First : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE first (id INTEGER)");
}

[DbContext(typeof(BrokenContext)), Migration("20250202000000_Second")]
internal sealed class Second : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE second (id INTEGER)");
}

[DbContext(typeof(BrokenContext)), Migration("20250203000000_Third")]
internal sealed class Third : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE TABLE third (id INTEGER)");
        migrationBuilder.Sql("INSERT INTO no_such_table VALUES (1)");
    }
}

[DbContext(typeof(BrokenContext)), Migration("20250204000000_Fourth")]
internal sealed class Fourth : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE fourth (id INTEGER)");
}

[DbContext(typeof(BrokenContext)), Migration("20250205000000_Fifth")]
internal sealed class Fifth : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE fifth (id INTEGER)");
}
