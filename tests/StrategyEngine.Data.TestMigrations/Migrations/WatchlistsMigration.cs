using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.TestMigrations.Migrations;

/// <summary>Creates the host's own tables.</summary>
internal abstract class WatchlistsMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "watchlists",
            table => new
            {
                Id = table.Column<long>("INTEGER").Annotation("Sqlite:Autoincrement", true),
                Name = table.Column<string>("TEXT"),
                Note = table.Column<string>("TEXT", nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_watchlists", list => list.Id));
        migrationBuilder.CreateTable(
            "watchlist_items",
            table => new
            {
                Id = table.Column<long>("INTEGER").Annotation("Sqlite:Autoincrement", true),
                WatchlistId = table.Column<long>("INTEGER"),
                Symbol = table.Column<string>("TEXT"),
            },
            constraints: table =>
            {
                table.PrimaryKey("PK_watchlist_items", item => item.Id);
                table.ForeignKey(
                    "FK_watchlist_items_watchlists_WatchlistId",
                    item => item.WatchlistId,
                    "watchlists",
                    "Id",
                    onDelete: ReferentialAction.Cascade);
            });
        migrationBuilder.CreateIndex("IX_watchlists_Name", "watchlists", "Name", unique: true);
        migrationBuilder.CreateIndex("IX_watchlist_items_WatchlistId", "watchlist_items", "WatchlistId");
    }

    protected override void BuildTargetModel(ModelBuilder modelBuilder) =>
        WatchlistSnapshot.Apply(modelBuilder, hasRank: false, noteIsRequired: false, symbolIsIndexed: false);
}
