using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.EntityFrameworkCore.Migrations.Operations;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Specifications.Migrations.Ledger;

namespace StrategyEngine.Data.Specifications.Migrations;

/// <summary>What verifying finds of edited migrations, of a changed schema and of a history that is not the context's.</summary>
public abstract class LedgerDriftSpecification<TDatabase> : LedgerFixture<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [Test]
    public async Task What_an_interrupted_migration_has_changed_is_no_drift_to_the_run_that_goes_on()
    {
        var interrupted = RunnerOf<InterruptedLedgerContext>();
        await interrupted.MigrateAsync(new MigrateOptions { Target = "Ledger" });
        await ExecuteAsync("CREATE TABLE gate (id INTEGER)");
        await interrupted.Awaiting(runner => runner.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>();
        (await interrupted.GetStatusAsync()).Interrupted.Should().Be("20250502000000_IndexAndGate");
        await ExecuteAsync("DROP TABLE gate");

        var result = await interrupted.MigrateAsync();

        result.Current.Should().Be("20250502000000_IndexAndGate");
        (await interrupted.VerifyAsync(VerifyChecks.Drift)).Findings.Should().BeEmpty();
    }

    [Test]
    public async Task An_edited_migration_is_found_refused_and_can_be_accepted()
    {
        await RunnerOf<OlderLedgerContext>().MigrateAsync();
        var edited = RunnerOf<EditedLedgerContext>();

        var verification = await edited.VerifyAsync(Checks);
        var finding = verification.Findings.Should().ContainSingle(each => each.IsFault).Which;

        finding.Code.Should().Be("migrations.edited");
        finding.Details.Should().Equal(First);
        verification.Invoking(each => each.EnsureSound())
            .Should().Throw<MigrationVerificationException>()
            .WithMessage("*AcceptEdited*").Which.Code.Should()
            .Be("migrations.edited");
        (await edited.RepairAsync(new RepairOptions { AcceptEdited = ["Ledger"] })).Accepted.Should().Equal(First);
        (await edited.VerifyAsync(Checks)).IsSound.Should().BeTrue();
        (await RunnerOf<OlderLedgerContext>().VerifyAsync(Checks)).IsSound.Should().BeFalse("the former text is now the edited one");

        var refused = (await Runner.Awaiting(runner => runner.MigrateAsync()).Should().ThrowAsync<MigrationEditedException>()).Which;
        refused.Code.Should().Be("migrations.edited");
        refused.Migrations.Should().Equal(First);
        (await Runner.MigrateAsync(new MigrateOptions { SkipVerification = true })).Current.Should().Be(Last);
    }

    [Test]
    public async Task A_column_that_somebody_added_is_drift()
    {
        await Runner.MigrateAsync(new MigrateOptions { Target = "UniqueReference" });
        await ExecuteAsync("ALTER TABLE ledger ADD extra INTEGER");

        var finding = (await Runner.VerifyAsync(Checks)).Findings.Should().ContainSingle(each => each.Code == "migrations.drift").Which;
        finding.IsFault.Should().BeTrue();
        finding.Details.Should().ContainSingle().Which.Should().StartWith("+ ").And.Contain("ledger: column extra");
        var refused = (await Runner.Awaiting(runner => runner.MigrateAsync()).Should().ThrowAsync<SchemaDriftException>()).Which;
        refused.Code.Should().Be("migrations.drift");
        refused.Message.Should().Contain("extra").And.Contain("AcceptSchema");

        (await Runner.RepairAsync(new RepairOptions { AcceptSchema = true })).AcceptedSchema.Should().BeTrue();
        (await Runner.VerifyAsync(VerifyChecks.Drift)).Findings.Should().BeEmpty();
        (await Runner.MigrateAsync()).Current.Should().Be(Last);
    }

    [Test]
    public async Task An_index_that_somebody_dropped_is_drift()
    {
        await Runner.MigrateAsync();
        await using (var context = CreateLedgerContext())
        {
            var drop = new DropIndexOperation { Name = "IX_ledger_Reference", Table = "ledger" };
            foreach (var command in context.GetService<IMigrationsSqlGenerator>().Generate([drop]))
                await context.Database.ExecuteSqlRawAsync(command.CommandText);
        }

        var verification = await Runner.VerifyAsync(Checks);

        verification.Findings.Should().ContainSingle(finding => finding.Code == "migrations.drift").Which
            .Details.Should().ContainSingle().Which.Should().StartWith("- ").And.Contain("IX_ledger_Reference");
        verification.IsSound.Should().BeFalse();
    }

    [Test]
    public async Task Tables_that_are_no_part_of_the_context_are_no_drift()
    {
        await Runner.MigrateAsync();
        await ExecuteAsync("CREATE TABLE somebody_elses (id INTEGER)");

        (await Runner.VerifyAsync(Checks)).Findings.Should().BeEmpty();
        (await Get<MigrationRunner>().VerifyAsync()).Findings.Should().BeEmpty("the library's own tables are sound as well");
    }

    [Test]
    public async Task What_EF_has_applied_is_reported_and_can_be_adopted()
    {
        await Runner.MigrateAsync(new MigrateOptions { Target = "Ledger" });
        await using (var context = CreateLedgerContext())
            await context.GetService<IMigrator>().MigrateAsync("DropNote");

        var found = await Runner.VerifyAsync(VerifyChecks.History | VerifyChecks.Drift);
        found.Findings.Should()
            .Contain(finding => finding.Code == "migrations.external" && finding.Details.Single() == Second && !finding.IsFault)
            .And.Contain(finding => finding.Code == "migrations.unstamped");
        (await Runner.RepairAsync(new RepairOptions { AcceptSchema = true })).Adopted.Should().Equal(Second);

        (await Runner.VerifyAsync(VerifyChecks.Checksums | VerifyChecks.Drift)).Findings.Should().BeEmpty();
        (await Runner.GetHistoryAsync())
            .Select(entry => (entry.MigrationId, entry.Outcome))
            .Should().Equal((First, MigrationOutcome.Applied), (Second, MigrationOutcome.AppliedExternally));
        (await Runner.MigrateAsync()).Current.Should().Be(Last);
    }

    [Test]
    public async Task Verifying_names_what_is_pending_and_what_is_unknown()
    {
        await Runner.MigrateAsync(new MigrateOptions { Target = "DropNote" });

        (await Runner.VerifyAsync(Checks)).Findings.Should().ContainSingle().Which.Code.Should().Be("migrations.pending");
        var ahead = (await RunnerOf<OlderLedgerContext>().VerifyAsync(Checks)).Findings.Should()
            .ContainSingle(finding => finding.IsFault).Which;

        ahead.Code.Should().Be("migrations.ahead");
        ahead.Details.Should().Equal(Second);
    }
}
