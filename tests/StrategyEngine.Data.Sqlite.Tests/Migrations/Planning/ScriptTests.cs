using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>The script of a plan does what the run would do.</summary>
public sealed class ScriptTests : MigrationFixture
{
    [Test]
    public async Task The_script_of_a_plan_brings_the_database_to_the_same_schema()
    {
        var runner = RunnerOf<WatchlistContext>();
        await runner.MigrateAsync(new MigrateOptions { Target = "Rank" });
        Execute(
            "INSERT INTO watchlists (Id, Name, Note) VALUES (1, 'majors', 'x'); INSERT INTO watchlist_items (Id, WatchlistId, Symbol) "
            + "VALUES (11, 1, 'BTCUSDT')");
        var plan = await runner.PlanAsync();
        plan.Steps.Single(step => step.MigrationId.EndsWith("RequireNote", StringComparison.Ordinal)).RebuiltTables.Should()
            .Equal("watchlists");
        plan.Steps.Single(step => step.MigrationId.EndsWith("Compact", StringComparison.Ordinal)).SplitsTransaction.Should().BeTrue();

        Execute(plan.ToScript());

        (await runner.GetStatusAsync()).IsCurrent.Should().BeTrue();
        Scalar<long>("SELECT COUNT(*) FROM watchlist_items").Should().Be(1, "the script does not let a rebuild take the children along");
        (await runner.RepairAsync(new RepairOptions { AcceptSchema = true })).Adopted.Should().HaveCount(3);
        var scripted = Scalar<string>("SELECT schema_fingerprint FROM __trading_migration_journal ORDER BY sequence DESC LIMIT 1");
        await using var other = new SqliteTestDatabase();
        Directory.CreateDirectory(Path.Combine(other.Folder, "keys"));
        var migrated = await RunnerOf<WatchlistContext>(other.ConnectionString).MigrateAsync();
        migrated.Applied.Should().HaveCount(6);
        Scalar<string>("SELECT schema_fingerprint FROM __trading_migration_journal ORDER BY sequence DESC LIMIT 1", other.Path).Should()
            .Be(scripted);
    }

    [Test]
    public async Task The_script_of_a_rollback_reverts()
    {
        var runner = RunnerOf<WatchlistContext>();
        await runner.MigrateAsync(new MigrateOptions { Target = "RequireNote" });

        Execute((await runner.PlanRollbackAsync("Rank")).ToScript());

        (await runner.GetStatusAsync()).Current.Should().EndWith("Rank");
        Scalar<long>("SELECT \"notnull\" FROM pragma_table_info('watchlists') WHERE name = 'Note'").Should().Be(0);
    }

    [Test]
    public async Task Planning_makes_no_database()
    {
        var plan = await RunnerOf<WatchlistContext>().PlanAsync();

        plan.Steps.Should().HaveCount(6);
        plan.IsBackupDue.Should().BeFalse();
        File.Exists(Database.Path).Should().BeFalse();
        Execute(plan.ToScript());
        (await RunnerOf<WatchlistContext>().GetStatusAsync()).IsCurrent.Should().BeTrue();
    }
}
