using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;

[DbContext(typeof(BrokenContext)), Migration("20250201000000_First")]
internal sealed class First : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE first (id integer)");
}

[DbContext(typeof(BrokenContext)), Migration("20250202000000_Second")]
internal sealed class Second : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE second (id integer)");
}

[DbContext(typeof(BrokenContext)), Migration("20250203000000_Third")]
internal sealed class Third : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE TABLE third (id integer)");
        migrationBuilder.Sql("INSERT INTO no_such_table VALUES (1)");
    }
}

[DbContext(typeof(BrokenContext)), Migration("20250204000000_Fourth")]
internal sealed class Fourth : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE fourth (id integer)");
}

[DbContext(typeof(SlowContext)), Migration("20250301000000_Quick")]
internal sealed class Quick : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("CREATE TABLE quick (id integer)");
}

[DbContext(typeof(SlowContext)), Migration("20250302000000_Slow")]
internal sealed class Slow : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE TABLE slow (id integer)");
        migrationBuilder.Sql("SELECT pg_sleep(3600)");
    }
}

[DbContext(typeof(NapContext)), Migration("20250400000000_TradingTables")]
internal sealed class TablesBeforeNap : TradingTablesMigration;

[DbContext(typeof(NapContext)), Migration("20250401000000_Nap")]
internal sealed class Nap : Migration
{
    // Until the test that holds this lock lets it go.
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("CREATE TABLE nap (id integer); SELECT pg_advisory_xact_lock(4711)");
}

[DbContext(typeof(UniqueContext)), Migration("20250501000000_TradingTables")]
internal sealed class TablesBeforeUnique : TradingTablesMigration;

[DbContext(typeof(UniqueContext)), Migration("20250502000000_Unique")]
internal sealed class MakeUnique : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE TABLE twice (n integer)");
        migrationBuilder.Sql("INSERT INTO twice VALUES (1), (1)");
        migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS ix_twice", suppressTransaction: true);
        migrationBuilder.Sql("CREATE UNIQUE INDEX CONCURRENTLY ix_twice ON twice (n)", suppressTransaction: true);
    }
}
