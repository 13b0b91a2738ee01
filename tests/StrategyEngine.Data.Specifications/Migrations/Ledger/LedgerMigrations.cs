using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

namespace StrategyEngine.Data.Specifications.Migrations.Ledger;

[DbContext(typeof(LedgerContext)), Migration("20250501000000_Ledger")]
internal sealed class FirstLedger : LedgerTablesMigration;

[DbContext(typeof(OlderLedgerContext)), Migration("20250501000000_Ledger")]
internal sealed class OlderLedger : LedgerTablesMigration;

[DbContext(typeof(EditedLedgerContext)), Migration("20250501000000_Ledger")]
internal sealed class EditedLedger : LedgerTablesMigration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        base.Up(migrationBuilder);
        migrationBuilder.CreateIndex("IX_ledger_Account", "ledger", "Account");
    }
}

[DbContext(typeof(LedgerContext)), Migration("20250502000000_DropNote")]
internal sealed class DropNote : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropColumn("Note", "ledger");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.AddColumn<string>("Note", "ledger", nullable: true);

    protected override void BuildTargetModel(ModelBuilder modelBuilder) =>
        LedgerSnapshot.Apply(modelBuilder, accountIsRequired: false, memoLength: 200, referenceIsUnique: false, hasArchive: true);
}

[DbContext(typeof(LedgerContext)), Migration("20250503000000_RequireAccount")]
internal sealed class RequireAccount : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AlterColumn<string>(
            "Account", "ledger", nullable: false, defaultValue: "", oldClrType: typeof(string), oldNullable: true);

    protected override void Down(MigrationBuilder migrationBuilder) =>
        migrationBuilder.AlterColumn<string>("Account", "ledger", nullable: true, oldClrType: typeof(string));

    protected override void BuildTargetModel(ModelBuilder modelBuilder) =>
        LedgerSnapshot.Apply(modelBuilder, memoLength: 200, referenceIsUnique: false, hasArchive: true);
}

[DbContext(typeof(LedgerContext)), Migration("20250504000000_ShortenMemo")]
internal sealed class ShortenMemo : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.AlterColumn<string>(
        "Memo", "ledger", maxLength: 10, nullable: true, oldClrType: typeof(string), oldMaxLength: 200, oldNullable: true);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.AlterColumn<string>(
        "Memo", "ledger", maxLength: 200, nullable: true, oldClrType: typeof(string), oldMaxLength: 10, oldNullable: true);

    protected override void BuildTargetModel(ModelBuilder modelBuilder) =>
        LedgerSnapshot.Apply(modelBuilder, referenceIsUnique: false, hasArchive: true);
}

[DbContext(typeof(LedgerContext)), Migration("20250505000000_UniqueReference")]
internal sealed class UniqueReference : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) =>
        migrationBuilder.CreateIndex("IX_ledger_Reference", "ledger", "Reference", unique: true);

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.DropIndex("IX_ledger_Reference", "ledger");

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => LedgerSnapshot.Apply(modelBuilder, hasArchive: true);
}

[DbContext(typeof(LedgerContext)), Migration("20250506000000_DropArchive")]
internal sealed class DropArchive : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.DropTable("ledger_archive");

    protected override void Down(MigrationBuilder migrationBuilder) => migrationBuilder.CreateTable(
        "ledger_archive",
        table => new { Id = table.Column<long>() },
        constraints: table => table.PrimaryKey("PK_ledger_archive", entry => entry.Id));

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => LedgerSnapshot.Apply(modelBuilder);
}

/// <summary>Has no Down method.</summary>
[DbContext(typeof(LedgerContext)), Migration("20250507000000_ClearLedger")]
internal sealed class ClearLedger : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql("DELETE FROM ledger");

    protected override void BuildTargetModel(ModelBuilder modelBuilder) => LedgerSnapshot.Apply(modelBuilder);
}

[DbContext(typeof(RenamedLedgerContext)), Migration("20250501000000_Ledger")]
internal sealed class LedgerBeforeItsRename : LedgerTablesMigration;

[DbContext(typeof(RenamedLedgerContext)), Migration("20250502000000_Rename")]
internal sealed class RenameInLedger : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.RenameColumn("Note", "ledger", "Remark");
        migrationBuilder.RenameTable("ledger_archive", newName: "ledger_history");
    }
}

[DbContext(typeof(RenamedLedgerContext)), Migration("20250503000000_DropRenamed")]
internal sealed class DropRenamed : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.DropColumn("Remark", "ledger");
        migrationBuilder.DropTable("ledger_history");
    }

    protected override void BuildTargetModel(ModelBuilder modelBuilder) =>
        LedgerSnapshot.Apply(modelBuilder, accountIsRequired: false, memoLength: 200, referenceIsUnique: false);
}

[DbContext(typeof(InterruptedLedgerContext)), Migration("20250501000000_Ledger")]
internal sealed class LedgerBeforeItsInterruption : LedgerTablesMigration;

[DbContext(typeof(InterruptedLedgerContext)), Migration("20250502000000_IndexAndGate")]
internal sealed class IndexAndGate : Migration
{
    protected override void Up(MigrationBuilder migrationBuilder)
    {
        migrationBuilder.CreateIndex("IX_ledger_Memo", "ledger", "Memo");
        migrationBuilder.Sql("CREATE TABLE gate (id INTEGER)", suppressTransaction: true);
    }

    protected override void BuildTargetModel(ModelBuilder modelBuilder) =>
        LedgerSnapshot.Apply(
            modelBuilder, hasNote: true, accountIsRequired: false, memoLength: 200, referenceIsUnique: false, hasArchive: true);
}
