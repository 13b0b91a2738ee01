using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Specifications.Migrations.Ledger;

namespace StrategyEngine.Data.Specifications.Migrations;

/// <summary>Which migrations of a host's own context rolling back reverts, and which it does not.</summary>
public abstract class LedgerRollbackSpecification<TDatabase> : LedgerFixture<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task Rolling_back_reverts_the_newer_migrations_and_no_other()
    {
        await Runner.MigrateAsync(new MigrateOptions { Target = "DropArchive" });
        await ExecuteAsync("INSERT INTO ledger (\"Id\", \"Account\") VALUES (1, 'a')");

        var result = await Runner.RollbackAsync("Ledger");

        result.Current.Should().Be(First);
        result.Applied.Select(migration => migration.Id).Should().HaveCount(5).And.BeInDescendingOrder();
        (await CountAsync("SELECT CAST(COUNT(*) AS INTEGER) AS \"Value\" FROM ledger WHERE \"Note\" IS NULL")).Should().Be(1);
        (await CountAsync("SELECT CAST(COUNT(*) AS INTEGER) AS \"Value\" FROM ledger_archive")).Should().Be(0);
        var history = await Runner.GetHistoryAsync();
        history.Count(entry => entry.Outcome == MigrationOutcome.Reverted).Should().Be(5);
        (await Runner.GetStatusAsync()).Applied.Should().Equal(First);
        (await Runner.VerifyAsync(VerifyChecks.Checksums | VerifyChecks.Drift)).Findings.Should().BeEmpty();

        (await Runner.MigrateAsync(new MigrateOptions { Target = "DropArchive" })).Applied.Should()
            .HaveCount(5, "what was reverted is pending again");
    }

    [Test]
    public async Task Rolling_back_asks_before_it_costs_data()
    {
        await Runner.MigrateAsync(new MigrateOptions { Target = "Ledger" });
        await ExecuteAsync("INSERT INTO ledger (\"Id\") VALUES (1)");

        var refused = (await Runner.Awaiting(runner => runner.RollbackAsync("0")).Should().ThrowAsync<DataLossException>()).Which;
        await Runner.RollbackAsync("0", options: new RollbackOptions { AcknowledgedRisks = [MigrationRiskCodes.DropTable] });

        refused.Risks.Should().ContainSingle().Which.Key.Should().Be("drop_table:ledger");
        (await Runner.GetStatusAsync()).Applied.Should().BeEmpty();
    }

    [Test]
    public async Task Rolling_back_applies_nothing_and_migrating_reverts_nothing()
    {
        await Runner.MigrateAsync(new MigrateOptions { Target = "DropNote" });

        await Runner.Awaiting(runner => runner.RollbackAsync("DropArchive"))
            .Should().ThrowAsync<MigrationTargetException>()
            .WithMessage("*MigrateAsync*");
        await Runner.Awaiting(runner => runner.MigrateAsync(new MigrateOptions { Target = "Ledger" })).Should()
            .ThrowAsync<MigrationTargetException>().WithMessage("*RollbackAsync*");
        (await Runner.RollbackAsync("DropNote")).Applied.Should().BeEmpty();

        (await Runner.GetStatusAsync()).Current.Should().Be(Second);
    }

    [Test]
    public async Task A_migration_without_a_way_back_is_not_rolled_back()
    {
        await Runner.MigrateAsync();

        var refused =
            (await Runner.Awaiting(runner => runner.RollbackAsync("Ledger")).Should().ThrowAsync<MigrationRollbackException>()).Which;

        refused.Code.Should().Be("migrations.irreversible");
        refused.Message.Should().Contain(Last).And.Contain("Down");
        (await Runner.GetStatusAsync()).Current.Should().Be(Last);
    }

    [Test]
    public async Task An_older_release_reverts_what_a_newer_one_has_left_in_the_journal()
    {
        await Runner.MigrateAsync(new MigrateOptions { Target = "DropArchive" });
        var older = RunnerOf<OlderLedgerContext>();
        await older.Awaiting(runner => runner.MigrateAsync()).Should().ThrowAsync<DatabaseAheadException>();

        var result = await older.RollbackAsync("Ledger");

        result.Applied.Should().HaveCount(5);
        (await older.GetStatusAsync()).IsCurrent.Should().BeTrue();
        (await CountAsync("SELECT CAST(COUNT(*) AS INTEGER) AS \"Value\" FROM ledger WHERE \"Note\" IS NULL")).Should().Be(0);
    }
}
