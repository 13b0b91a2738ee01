using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations;

public sealed class LedgerTests : LedgerSpecification<PostgreSqlTestDatabase>
{
    [Test]
    public async Task A_table_made_in_the_same_run_does_not_hide_one_of_another_case_or_schema()
    {
        var runner = RunnerOf<NamesakeContext>();
        await runner.MigrateAsync(new MigrateOptions { Target = "Namesakes" });

        var refused = (await runner.Awaiting(each => each.MigrateAsync()).Should().ThrowAsync<DataLossException>()).Which;

        refused.Risks.Select(risk => (risk.Key, risk.Rows)).Should().Equal(("drop_table:Namesake", 1L), ("drop_table:namesake", 1L));
    }

    internal sealed class NamesakeContext(DbContextOptions<NamesakeContext> options) : DbContext(options)
    {
        protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.ApplyTradingModel();
    }

    [DbContext(typeof(NamesakeContext)), Migration("20250501000000_Namesakes")]
    internal sealed class Namesakes : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder) => migrationBuilder.Sql(
            """CREATE SCHEMA elsewhere; CREATE TABLE "Namesake" AS SELECT 1 AS id; CREATE TABLE elsewhere.namesake AS SELECT 1 AS id""");
    }

    [DbContext(typeof(NamesakeContext)), Migration("20250502000000_Replace")]
    internal sealed class Replace : Migration
    {
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateTable("namesake", table => new { id = table.Column<int>() });
            migrationBuilder.DropTable("Namesake");
            migrationBuilder.DropTable("namesake", "elsewhere");
        }
    }
}
