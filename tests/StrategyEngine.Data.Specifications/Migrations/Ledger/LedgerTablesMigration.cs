using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.Specifications.Migrations.Ledger;

/// <summary>Creates the tables of the ledger.</summary>
internal abstract class LedgerTablesMigration : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateTable(
            "ledger",
            table => new
            {
                Id = table.Column<long>(),
                Account = table.Column<string>(nullable: true),
                Memo = table.Column<string>(maxLength: 200, nullable: true),
                Reference = table.Column<string>(maxLength: 50, nullable: true),
                Note = table.Column<string>(nullable: true),
            },
            constraints: table => table.PrimaryKey("PK_ledger", entry => entry.Id));
        migrationBuilder.CreateTable(
            "ledger_archive",
            table => new { Id = table.Column<long>() },
            constraints: table => table.PrimaryKey("PK_ledger_archive", entry => entry.Id));
    }

    protected override void Down(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropTable("ledger_archive");
        migrationBuilder.DropTable("ledger");
    }

    protected override void BuildTargetModel(ModelBuilder modelBuilder) =>
        LedgerSnapshot.Apply(
            modelBuilder, hasNote: true, accountIsRequired: false, memoLength: 200, referenceIsUnique: false, hasArchive: true);
}
