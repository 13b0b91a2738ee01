using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.TestMigrations.Migrations;

[DbContext(typeof(WatchlistContext)), Migration("20250101000000_TradingTables")]
internal sealed class TradingTables : TradingTablesMigration;

[DbContext(typeof(WatchlistContext)), Migration("20250102000000_Watchlists")]
internal sealed class Watchlists : WatchlistsMigration;

/// <summary>A column and the data in it.</summary>
[DbContext(typeof(WatchlistContext)), Migration("20250103000000_Rank")]
internal sealed class Rank : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.AddColumn<int>("Rank", "watchlist_items", "INTEGER", nullable: false, defaultValue: 0);
        migrationBuilder.Sql("UPDATE watchlist_items SET Rank = Id");
    }

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Rank", "watchlist_items");

    protected override void BuildTargetModel(ModelBuilder modelBuilder) =>
        WatchlistSnapshot.Apply(modelBuilder, hasRank: true, noteIsRequired: false, symbolIsIndexed: false);
}

/// <summary>
/// Rebuilds a table that others refer to, with a cascade, so that dropping it with its references enforced would empty them.
/// </summary>
[DbContext(typeof(WatchlistContext)), Migration("20250104000000_RequireNote")]
internal sealed class RequireNote : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AlterColumn<string>(
            "Note", "watchlists", "TEXT", nullable: false, defaultValue: "", oldClrType: typeof(string), oldType: "TEXT",
            oldNullable: true);

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AlterColumn<string>("Note", "watchlists", "TEXT", nullable: true, oldClrType: typeof(string), oldType: "TEXT");

    protected override void BuildTargetModel(ModelBuilder modelBuilder) =>
        WatchlistSnapshot.Apply(modelBuilder, hasRank: true, noteIsRequired: true, symbolIsIndexed: false);
}

/// <summary>Commands before and after one that refuses to run in a transaction.</summary>
[DbContext(typeof(WatchlistContext)), Migration("20250105000000_Compact")]
internal sealed class Compact : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("UPDATE watchlists SET Note = Note || '.'");
        migrationBuilder.Sql("VACUUM", suppressTransaction: true);
        migrationBuilder.Sql("UPDATE watchlists SET Note = Note || '!'");
    }

    protected override void BuildTargetModel(ModelBuilder modelBuilder) =>
        WatchlistSnapshot.Apply(modelBuilder, hasRank: true, noteIsRequired: true, symbolIsIndexed: false);
}

[DbContext(typeof(WatchlistContext)), Migration("20250106000000_SymbolIndex")]
internal sealed class SymbolIndex : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateIndex("IX_watchlist_items_Symbol", "watchlist_items", "Symbol");

    protected override void BuildTargetModel(ModelBuilder modelBuilder) =>
        WatchlistSnapshot.Apply(modelBuilder, hasRank: true, noteIsRequired: true, symbolIsIndexed: true);
}
