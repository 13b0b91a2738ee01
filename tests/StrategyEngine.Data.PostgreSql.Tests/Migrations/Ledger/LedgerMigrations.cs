using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;

[DbContext(typeof(LedgerContext)), Migration("20250101000000_TradingTables")]
internal sealed class TradingTables : TradingTablesMigration;

[DbContext(typeof(LedgerContext)), Migration("20250102000000_Ledger")]
internal sealed class CreateLedger : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("CREATE TABLE ledger (id integer PRIMARY KEY, amount integer NOT NULL)");
        migrationBuilder.Sql("INSERT INTO ledger SELECT n, n FROM generate_series(1, 50000) AS n");
    }
}

[DbContext(typeof(LedgerContext)), Migration("20250103000000_Double")]
internal sealed class DoubleAmounts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("UPDATE ledger SET amount = amount * 2");
}

/// <summary>Commands before and after some that refuse to run in a transaction, and that an interruption leaves by half.</summary>
[DbContext(typeof(LedgerContext)), Migration("20250104000000_Index")]
internal sealed class IndexAmounts : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.Sql("UPDATE ledger SET amount = amount + 1");
        migrationBuilder.Sql("DROP INDEX CONCURRENTLY IF EXISTS ix_ledger_amount", suppressTransaction: true);
        migrationBuilder.Sql("CREATE INDEX CONCURRENTLY ix_ledger_amount ON ledger (amount)", suppressTransaction: true);
        migrationBuilder.Sql("UPDATE ledger SET amount = amount + 1");
    }
}

[DbContext(typeof(LedgerContext)), Migration("20250105000000_Note")]
internal sealed class AddNote : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("ALTER TABLE ledger ADD COLUMN note text");
}

[DbContext(typeof(LedgerContext)), Migration("20250106000000_Archive")]
internal sealed class CreateArchive : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.Sql("CREATE TABLE ledger_archive (id integer PRIMARY KEY REFERENCES ledger)");
}
