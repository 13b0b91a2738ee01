using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.TestMigrations.Migrations;

[DbContext(typeof(OrphaningContext)), Migration("20250301000000_Lists")]
internal sealed class Lists : WatchlistsMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        base.Up(migrationBuilder);
        migrationBuilder.Sql(
            "INSERT INTO watchlists (Id, Name) VALUES (1, 'majors'); INSERT INTO watchlist_items (WatchlistId, Symbol) VALUES (1, "
            + "'BTCUSDT')");
    }
}

[DbContext(typeof(OrphaningContext)), Migration("20250302000000_DropLists")]
internal sealed class DropLists : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DELETE FROM watchlists");
}
