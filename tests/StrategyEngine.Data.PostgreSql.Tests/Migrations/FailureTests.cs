using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;

using Npgsql;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;
using StrategyEngine.Data.Specifications.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations;

/// <summary>
/// Each way in which migrating can fail has its exception, and leaves the database as it was before the migration that failed.
/// </summary>
public sealed class FailureTests : MigrationFixture
{
    private const string Sleeping =
        "FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3600)%' AND state = 'active' AND datname = current_database() AND pid <> "
        + "pg_backend_pid()";

    private static readonly MigrateOptions Impatient = new() { LockTimeout = TimeSpan.FromMilliseconds(300) };

    [Test]
    public async Task The_third_of_four_fails_and_the_two_before_it_stay()
    {
        var runner = RunnerOf<BrokenContext>();

        var failed = (await runner.Awaiting(attempt => attempt.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>()).Which;

        failed.MigrationId.Should().Be("20250203000000_Third");
        failed.RolledBack.Should().Equal("20250203000000_Third");
        failed.Kept.Should().Equal("20250201000000_First", "20250202000000_Second");
        failed.InnerException.Should().BeOfType<PostgresException>();
        var status = await runner.GetStatusAsync();
        status.Applied.Should().Equal(failed.Kept);
        status.Announced.Should().BeNull("the run has ended");
        (await ScalarAsync<bool>("SELECT to_regclass('second') IS NOT NULL AND to_regclass('third') IS NULL")).Should().BeTrue();
        (await runner.GetHistoryAsync())
            .Select(entry => entry.Outcome)
            .Should().Equal(MigrationOutcome.Applied, MigrationOutcome.Applied, MigrationOutcome.Failed);
    }

    [Test]
    public async Task Who_holds_the_lock_is_named_by_the_server_and_status_answers_meanwhile()
    {
        using var cancellation = new CancellationTokenSource();
        var slow = await StartSlowAsync(cancellation.Token);
        var runner = RunnerOf<SlowContext>();

        var locked =
            (await runner.Awaiting(attempt => attempt.MigrateAsync(Impatient)).Should().ThrowAsync<MigrationLockedException>()).Which;

        locked.LastAnnounced!.IsVerified.Should().BeTrue();
        locked.LastAnnounced.Application.Should().Be("StrategyEngine.Data.Tests");
        locked.LastAnnounced.ProcessId.Should().Be(await ScalarAsync<int>($"SELECT pid {Sleeping}"));
        locked.Message.Should().Contain($"connection {locked.LastAnnounced.ProcessId}");
        (await runner.GetStatusAsync()).Applied.Should()
            .BeEquivalentTo(["20250301000000_Quick"], "what is committed is seen, and nothing waits");
        await cancellation.CancelAsync();
        await slow.Awaiting(run => run).Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task Cancelling_interrupts_the_statement_and_rolls_it_back_and_a_waiting_run_goes_on()
    {
        using var cancellation = new CancellationTokenSource();
        var slow = await StartSlowAsync(cancellation.Token);
        using var second = new CancellationTokenSource();
        var (waits, goesOn) = (new TaskCompletionSource(), new TaskCompletionSource());
        var log = new ProgressLog<MigrationProgress>(report =>
        {
            _ = report.Stage == MigrationStage.WaitingForLock && waits.TrySetResult();
            _ = report.Stage == MigrationStage.Applying && goesOn.TrySetResult();
        });
        var waiting = RunnerOf<SlowContext>().MigrateAsync(progress: log, cancellationToken: second.Token);
        await waits.Task.WaitAsync(TimeSpan.FromMinutes(1));

        var cancelled = TimeProvider.System.GetTimestamp();
        await cancellation.CancelAsync();
        await slow.Awaiting(run => run).Should().ThrowAsync<OperationCanceledException>();

        TimeProvider.System.GetElapsedTime(cancelled).Should().BeLessThan(TimeSpan.FromSeconds(60));
        await goesOn.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await second.CancelAsync();
        await waiting.Awaiting(run => run).Should().ThrowAsync<OperationCanceledException>();
        (await ScalarAsync<bool>("SELECT to_regclass('quick') IS NOT NULL AND to_regclass('slow') IS NULL")).Should().BeTrue();
        (await RunnerOf<SlowContext>().GetStatusAsync()).Announced.Should().BeNull();
    }

    [Test]
    public async Task EF_s_own_migrator_waits_for_the_runner()
    {
        using var cancellation = new CancellationTokenSource();
        var slow = await StartSlowAsync(cancellation.Token);
        await using var services = ServicesOf<SlowContext>(Database);
        await using var context = await services.GetRequiredService<IDbContextFactory<SlowContext>>().CreateDbContextAsync();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));

        await context.Awaiting(each => each.GetService<IMigrator>().MigrateAsync("Quick", patience.Token)).Should()
            .ThrowAsync<Exception>("the runner keeps it waiting");

        patience.IsCancellationRequested.Should().BeTrue();
        await cancellation.CancelAsync();
        await slow.Awaiting(run => run).Should().ThrowAsync<OperationCanceledException>();
        await context.GetService<IMigrator>().MigrateAsync("Quick");
    }

    [Test]
    public async Task The_runner_waits_for_EF_s_own_migrator_which_is_named_and_status_answers_at_once()
    {
        var runner = RunnerOf<BrokenContext>();
        await runner.MigrateAsync(new MigrateOptions { Target = "First" });
        await using var holder = await Database.ConnectAsync();
        var processId = holder.ProcessID;
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync(holder, """LOCK TABLE "__EFMigrationsHistory" IN ACCESS EXCLUSIVE MODE""");

        var asked = TimeProvider.System.GetTimestamp();
        var busy = (await runner.Awaiting(each => each.GetStatusAsync()).Should().ThrowAsync<MigrationLockedException>()).Which;
        TimeProvider.System.GetElapsedTime(asked).Should().BeLessThan(TimeSpan.FromSeconds(30));
        busy.LastAnnounced.Should().Match<MigrationLockHolder>(each => each.IsVerified && each.ProcessId == processId);
        var locked = (await runner.Awaiting(each => each.MigrateAsync(Impatient)).Should().ThrowAsync<MigrationLockedException>()).Which;
        locked.LastAnnounced!.ProcessId.Should().Be(processId);

        var waits = new TaskCompletionSource();
        var log = new ProgressLog<MigrationProgress>(report => _ = report.Stage == MigrationStage.WaitingForLock && waits.TrySetResult());
        var waiting = runner.MigrateAsync(new MigrateOptions { Target = "Second" }, log);
        await waits.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await transaction.CommitAsync();
        (await waiting).Applied.Should().ContainSingle();
    }

    [Test]
    public async Task A_table_that_another_keeps_locked_is_tried_again()
    {
        await RunnerOf<LedgerContext>().MigrateAsync(new MigrateOptions { Target = "Index" });
        await using var holder = await Database.ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync(holder, "LOCK TABLE ledger IN ACCESS SHARE MODE");
        var applying = 0;
        var log = new ProgressLog<MigrationProgress>(report =>
        {
            // Once for each attempt: the statement is given up after ten seconds, so that others get at the table.
            if (report is { Stage: MigrationStage.Applying, MigrationId: "20250105000000_Note", CommandsDone: 0 } && ++applying == 2)
                transaction.Commit();
        });

        var result = await RunnerOf<LedgerContext>().MigrateAsync(progress: log);

        result.Applied.Should().HaveCount(2);
        applying.Should().Be(2);
        (await RunnerOf<LedgerContext>().GetHistoryAsync()).Should()
            .HaveCount(6).And.OnlyContain(entry => entry.Outcome == MigrationOutcome.Applied);
    }

    [Test]
    public async Task A_table_that_stays_locked_ends_the_run_after_the_timeout()
    {
        await RunnerOf<LedgerContext>().MigrateAsync(new MigrateOptions { Target = "Index" });
        await using var holder = await Database.ConnectAsync();
        await using var transaction = await holder.BeginTransactionAsync();
        await ExecuteAsync(holder, "LOCK TABLE ledger IN ACCESS SHARE MODE");
        var runner = RunnerOf<LedgerContext>();

        await runner.Awaiting(each => each.MigrateAsync(Impatient)).Should().ThrowAsync<MigrationLockedException>();

        (await runner.GetStatusAsync()).Should()
            .Match<MigrationStatus>(status => status.Current == "20250104000000_Index" && status.Announced == null);
    }

    [Test]
    public async Task An_index_that_could_not_be_built_beside_the_writers_is_built_by_the_next_run()
    {
        var runner = RunnerOf<UniqueContext>();

        var failed = (await runner.Awaiting(each => each.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>()).Which;
        failed.IsHalfDone.Should().BeTrue();
        failed.Message.Should().Contain("the next run goes on there").And.NotContain("as it was");
        (await runner.GetStatusAsync()).Interrupted.Should().EndWith("Unique");
        (await ScalarAsync<long>("SELECT COUNT(*) FROM pg_index WHERE NOT indisvalid")).Should().Be(1);
        await ExecuteAsync("DELETE FROM twice WHERE ctid <> (SELECT min(ctid) FROM twice)");

        (await runner.MigrateAsync()).Applied.Should().ContainSingle();

        (await ScalarAsync<long>("SELECT COUNT(*) FROM pg_index WHERE NOT indisvalid")).Should().Be(0);
        (await ScalarAsync<long>("SELECT COUNT(*) FROM twice")).Should().Be(1, "the insert did not run again");
    }

    [Test]
    public async Task A_connection_that_the_server_ends_is_the_server_s_absence_and_the_next_run_goes_on()
    {
        using var cancellation = new CancellationTokenSource();
        var slow = await StartSlowAsync(cancellation.Token);

        await ExecuteAsync($"SELECT pg_terminate_backend(pid, 10000) {Sleeping}");

        var lost = (await slow.Awaiting(run => run).Should().ThrowAsync<DatabaseUnusableException>()).Which;
        lost.Reason.Should().Be(DatabaseUnusableReason.Unreachable);
        (await RunnerOf<SlowContext>().GetStatusAsync()).Should()
            .Match<MigrationStatus>(status => status.Current == "20250301000000_Quick" && status.LockHolder == null);
    }

    [Test]
    public async Task Drift_does_not_depend_on_the_search_path_of_who_looks()
    {
        await RunnerOf<LedgerContext>().MigrateAsync();
        await ExecuteAsync($"""CREATE SCHEMA elsewhere; ALTER DATABASE "{Database.Name}" SET search_path = elsewhere, public""");
        await using (var connection = new NpgsqlConnection(Database.ConnectionString))
            NpgsqlConnection.ClearPool(connection);

        (await RunnerOf<LedgerContext>().VerifyAsync(VerifyChecks.Drift)).Findings.Should().BeEmpty();
    }

    [Test]
    public async Task A_server_that_is_not_there_is_named_as_the_cause()
    {
        await using var services = new ServiceCollection().AddTradingData<BrokenContext>(trading => trading
            .UsePostgreSql("Host=127.0.0.1;Port=1;Database=nowhere;Username=nobody;Password=unseen-4711")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(Database.Folder, "keys")))))
            .BuildServiceProvider();
        var runner = services.GetRequiredService<MigrationRunner>();

        var refused = (await runner.Awaiting(attempt => attempt.MigrateAsync()).Should().ThrowAsync<DatabaseUnusableException>()).Which;

        refused.Reason.Should().Be(DatabaseUnusableReason.Unreachable);
        refused.ToString().Should().NotContain("unseen-4711");
    }

    private async Task<Task<MigrationResult>> StartSlowAsync(CancellationToken cancellationToken)
    {
        var atSlow = new TaskCompletionSource();
        var log = new ProgressLog<MigrationProgress>(report =>
        {
            // Told after the first command of the second migration: the next one sleeps.
            if (report is { Stage: MigrationStage.Applying, MigrationId: "20250302000000_Slow", CommandsDone: > 2 })
                atSlow.TrySetResult();
        });
        var migrating = RunnerOf<SlowContext>().MigrateAsync(progress: log, cancellationToken: cancellationToken);
        await Task.WhenAny(atSlow.Task, migrating).WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        migrating.IsCompleted.Should().BeFalse();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await ScalarAsync<long>($"SELECT COUNT(*) {Sleeping}") == 0)
            patience.Token.ThrowIfCancellationRequested();
        return migrating;
    }

    private static async Task ExecuteAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }
}
