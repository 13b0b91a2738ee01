using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Specifications.Migrations.Ledger;

namespace StrategyEngine.Data.Specifications.Migrations;

/// <summary>
/// What <see cref="MigrationRunner"/> owes on every engine with a host's own context, in a database that has the library's tables and their
/// history already.
/// </summary>
public abstract class LedgerSpecification<TDatabase> : LedgerFixture<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [TestCase("Ledger", "DropNote", "INSERT INTO ledger (\"Id\", \"Note\") VALUES (1, 'paid')", "drop_column:ledger.Note")]
    [TestCase("DropNote", "RequireAccount", "INSERT INTO ledger (\"Id\", \"Account\") VALUES (1, NULL)", "not_null:ledger.Account")]
    [TestCase(
        "RequireAccount", "ShortenMemo", "INSERT INTO ledger (\"Id\", \"Account\", \"Memo\") VALUES (1, 'a', 'eleven long')",
        "narrowing:ledger.Memo")]
    [TestCase(
        "ShortenMemo", "UniqueReference", "INSERT INTO ledger (\"Id\", \"Account\", \"Reference\") VALUES (1, 'a', 'x'), (2, 'a', 'x')",
        "unique_index:IX_ledger_Reference")]
    [TestCase("UniqueReference", "DropArchive", "INSERT INTO ledger_archive (\"Id\") VALUES (1)", "drop_table:ledger_archive")]
    [TestCase("DropArchive", "ClearLedger", "INSERT INTO ledger (\"Id\", \"Account\") VALUES (1, 'a')", "raw_sql:ledger")]
    public async Task A_step_that_costs_data_is_refused_until_it_is_acknowledged(string before, string step, string insert, string risk)
    {
        await Runner.MigrateAsync(new MigrateOptions { Target = before });
        await ExecuteAsync(insert);
        var options = new MigrateOptions { Target = step };

        var refused = (await Runner.Awaiting(runner => runner.MigrateAsync(options)).Should().ThrowAsync<DataLossException>()).Which;

        refused.Code.Should().Be("migrations.data_loss");
        refused.Risks.Should().ContainSingle().Which.Key.Should().Be(risk);
        refused.Risks[0].Rows.Should().BePositive();
        refused.Message.Should().Contain(risk).And.Contain("AcknowledgedRisks");
        var status = await Runner.GetStatusAsync();
        status.Current.Should().EndWith(before);
        status.Announced.Should().BeNull();
        var plan = await Runner.PlanAsync(step);
        plan.Risks.Should().Contain(each => each.Key == risk && each.Level == MigrationRiskLevel.Acknowledge);
        plan.IsBackupDue.Should().BeTrue();
        await Runner.Awaiting(runner => runner.MigrateAsync(options with { AcknowledgedRisks = ["drop_column:ledger.Other"] }))
            .Should().ThrowAsync<DataLossException>("another risk was acknowledged");

        // Two of them would fail instead, on every engine or on those that enforce a length.
        if (step is not ("UniqueReference" or "ShortenMemo"))
        {
            var result = await Runner.MigrateAsync(options with { AcknowledgedRisks = [risk] });
            result.Current.Should().EndWith(step);
        }
    }

    [Test]
    public async Task What_a_pending_migration_renames_and_a_later_one_drops_is_refused_too()
    {
        var renamed = RunnerOf<RenamedLedgerContext>();
        await renamed.MigrateAsync(new MigrateOptions { Target = "Ledger" });
        await ExecuteAsync("INSERT INTO ledger (\"Id\", \"Note\") VALUES (1, 'paid')");
        await ExecuteAsync("INSERT INTO ledger_archive (\"Id\") VALUES (1), (2)");

        var refused = (await renamed.Awaiting(runner => runner.MigrateAsync()).Should().ThrowAsync<DataLossException>()).Which;

        refused.Risks.Select(risk => (risk.Key, risk.Rows)).Should()
            .Equal(("drop_column:ledger.Remark", 1L), ("drop_table:ledger_history", 2L));
    }

    [Test]
    public async Task Nothing_is_refused_where_the_data_has_nothing_to_lose()
    {
        await Runner.MigrateAsync(new MigrateOptions { Target = "Ledger" });
        await ExecuteAsync(
            "INSERT INTO ledger (\"Id\", \"Account\", \"Memo\", \"Reference\") VALUES (1, 'a', 'ten letter', 'x'), (2, 'b', NULL, 'y'), "
            + "(3, 'c', 'short', NULL), (4, 'd', NULL, NULL)");

        var result = await Runner.MigrateAsync(new MigrateOptions { Target = "DropArchive" });

        result.Current.Should().Be(Sixth);
        (await CountAsync("SELECT CAST(COUNT(*) AS INTEGER) AS \"Value\" FROM ledger")).Should().Be(4);
    }

    [Test]
    public async Task A_plan_shows_what_would_happen_and_does_nothing()
    {
        await Runner.MigrateAsync(new MigrateOptions { Target = "Ledger" });
        await ExecuteAsync("INSERT INTO ledger (\"Id\") VALUES (1), (2)");

        var plan = await Runner.PlanAsync();

        plan.Direction.Should().Be(MigrationDirection.Up);
        plan.Current.Should().Be(First);
        plan.Target.Should().Be(Last);
        plan.Steps.Select(step => step.MigrationId).Should().HaveCount(6).And.BeInAscendingOrder();
        plan.Steps.Should().OnlyContain(step => step.Commands.Count > 0);
        plan.Tables.Select(table => (table.Name, table.Rows)).Should().Equal(("ledger", 2L), ("ledger_archive", 0L));
        plan.Risks.Where(risk => risk.Level == MigrationRiskLevel.Acknowledge).Select(risk => risk.Code)
            .Should().Equal(MigrationRiskCodes.NotNull, MigrationRiskCodes.RawSql);
        plan.ToScript().Should().Contain("DELETE FROM ledger").And.Contain(Last);
        (await Runner.GetStatusAsync()).Current.Should().Be(First);
    }

    [Test]
    public async Task A_database_without_a_history_is_entered_at_a_migration()
    {
        await Runner.MigrateAsync(new MigrateOptions { Target = "DropNote" });
        await Runner.Awaiting(runner => runner.BaselineAsync("DropNote"))
            .Should().ThrowAsync<MigrationBaselineException>()
            .WithMessage("*history*");
        await ForgetHistoryAsync();

        (await Runner.BaselineAsync("DropNote")).Should().Equal(First, Second);

        (await Runner.GetStatusAsync()).Applied.Should().Equal(First, Second);
        (await Runner.GetHistoryAsync()).Select(entry => entry.Outcome).TakeLast(2).Should().AllBeEquivalentTo(MigrationOutcome.Baselined);
        (await Runner.VerifyAsync(VerifyChecks.Checksums | VerifyChecks.Drift)).Findings.Should().BeEmpty();
        (await Runner.MigrateAsync()).Current.Should().Be(Last);
    }

    [Test]
    public async Task A_database_that_lacks_tables_of_the_migration_is_not_entered()
    {
        await Runner.Awaiting(runner => runner.BaselineAsync("Ledger"))
            .Should().ThrowAsync<MigrationBaselineException>()
            .WithMessage("*ledger, ledger_archive*");

        (await Runner.GetStatusAsync()).Applied.Should().BeEmpty();
    }

    [Test]
    public async Task A_process_that_may_not_migrate_waits_for_one_that_does()
    {
        (await Runner.Awaiting(runner => runner.WaitUntilCurrentAsync(TimeSpan.Zero)).Should()
            .ThrowAsync<SchemaNotCurrentException>()).Which
            .Status.Pending.Should().HaveCount(7);
        var waiting = RunnerOf<LedgerContext>().WaitUntilCurrentAsync(TimeSpan.FromMinutes(2));
        waiting.IsCompleted.Should().BeFalse();

        await Runner.MigrateAsync();

        (await waiting).IsCurrent.Should().BeTrue();
        await RunnerOf<OlderLedgerContext>()
            .Awaiting(runner => runner.WaitUntilCurrentAsync(Timeout.InfiniteTimeSpan))
            .Should().ThrowAsync<DatabaseAheadException>();
    }

    [Test]
    public async Task The_key_table_is_not_dropped_while_encrypted_values_need_it()
    {
        var trading = Get<MigrationRunner>();
        await using (var context = CreateContext())
        {
            context.Add(Model.TestRecords.User());
            await context.SaveChangesAsync();
        }

        var everything = new RollbackOptions { AllowDataLoss = true };
        var refused =
            (await trading.Awaiting(runner => runner.RollbackAsync("0", everything)).Should().ThrowAsync<DataLossException>()).Which;
        refused.Code.Should().Be("migrations.key_table");
        refused.Risks.Should().Contain(risk => risk.Level == MigrationRiskLevel.Forbidden && risk.Subject == "encryption_data_keys");
        (await trading.GetStatusAsync()).IsCurrent.Should().BeTrue();

        await using (var context = CreateContext())
            await context.Set<Data.Model.User>().ExecuteDeleteAsync();
        (await trading.RollbackAsync("0", everything)).Current.Should().BeNull();

        (await trading.MigrateAsync()).Applied.Should().NotBeEmpty();
        await using (var context = CreateContext())
        {
            context.Add(Model.TestRecords.User());
            await context.SaveChangesAsync();
        }
    }

    [Test]
    public async Task A_hook_makes_the_backup_and_can_stop_the_run()
    {
        await Runner.MigrateAsync(new MigrateOptions { Target = "Ledger" });
        await ExecuteAsync("INSERT INTO ledger (\"Id\", \"Note\") VALUES (1, 'paid')");
        var options = new MigrateOptions { Target = "DropNote", AllowDataLoss = true };

        await Runner.Awaiting(runner => runner.MigrateAsync(options with { BackUp = (_, _) => throw new IOException("The tape is full.") }))
            .Should().ThrowAsync<IOException>();
        (await Runner.GetStatusAsync()).Should().Match<MigrationStatus>(status => status.Current == First && status.Announced == null);
        MigrationPlan? planned = null;
        var result = await Runner.MigrateAsync(options with
        {
            BackUp = (plan, _) =>
            {
                planned = plan;
                return Task.FromResult("tape 7");
            },
        });

        planned!.Risks.Should().Contain(risk => risk.Code == MigrationRiskCodes.DropColumn);
        result.Backup.Should().Be("tape 7");
        (await Runner.GetHistoryAsync())[^1].Backup.Should().Be("tape 7");
    }

    private async Task ForgetHistoryAsync()
    {
        await using var context = CreateLedgerContext();
        foreach (var id in await context.Database.GetAppliedMigrationsAsync())
            await context.Database.ExecuteSqlRawAsync(context.GetService<IHistoryRepository>().GetDeleteScript(id));
    }
}
