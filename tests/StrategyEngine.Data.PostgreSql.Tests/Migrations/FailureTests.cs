using FluentAssertions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;
using StrategyEngine.Data.Specifications.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations;

/// <summary>Each way in which migrating can fail has its exception, and leaves the database as it was before the migration that failed.</summary>
public sealed class FailureTests : MigrationTests
{
    private const string Sleeping =
        "FROM pg_stat_activity WHERE query LIKE '%pg_sleep(3600)%' AND state = 'active' AND datname = current_database() AND pid <> pg_backend_pid()";

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
        (await runner.GetHistoryAsync()).Select(entry => entry.Outcome).Should().Equal(MigrationOutcome.Applied, MigrationOutcome.Applied, MigrationOutcome.Failed);
    }

    [Test]
    public async Task Who_holds_the_lock_is_named_by_the_server_and_status_answers_meanwhile()
    {
        using var cancellation = new CancellationTokenSource();
        var slow = await StartSlowAsync(cancellation.Token);
        var runner = RunnerOf<SlowContext>();

        var locked = (await runner.Awaiting(attempt => attempt.MigrateAsync(options: Impatient)).Should().ThrowAsync<MigrationLockedException>()).Which;

        locked.LastAnnounced!.IsVerified.Should().BeTrue();
        locked.LastAnnounced.Application.Should().Be("StrategyEngine.Data.Tests");
        locked.LastAnnounced.ProcessId.Should().Be(await ScalarAsync<int>($"SELECT pid {Sleeping}"));
        locked.Message.Should().Contain($"server process {locked.LastAnnounced.ProcessId}");
        (await runner.GetStatusAsync()).Applied.Should().BeEquivalentTo(["20250301000000_Quick"], "what is committed is seen, and nothing waits");
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
        var waiting = RunnerOf<SlowContext>().MigrateAsync(log, cancellationToken: second.Token);
        await waits.Task.WaitAsync(TimeSpan.FromMinutes(1));

        var cancelled = TimeProvider.System.GetTimestamp();
        await cancellation.CancelAsync();
        await slow.Awaiting(run => run).Should().ThrowAsync<OperationCanceledException>();

        TimeProvider.System.GetElapsedTime(cancelled).Should().BeLessThan(TimeSpan.FromSeconds(5));
        await goesOn.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await second.CancelAsync();
        await waiting.Awaiting(run => run).Should().ThrowAsync<OperationCanceledException>();
        (await ScalarAsync<bool>("SELECT to_regclass('quick') IS NOT NULL AND to_regclass('slow') IS NULL")).Should().BeTrue();
        (await RunnerOf<SlowContext>().GetStatusAsync()).Announced.Should().BeNull();
    }

    [Test]
    public async Task A_server_that_is_not_there_is_named_as_the_cause()
    {
        await using var services = new ServiceCollection().AddTradingData<BrokenContext>(trading => trading
            .UsePostgreSql("Host=127.0.0.1;Port=1;Database=nowhere;Username=nobody;Password=unseen-4711")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(Database.Folder, "keys"))))).BuildServiceProvider();
        var runner = services.GetRequiredService<MigrationRunner>();

        var refused = (await runner.Awaiting(attempt => attempt.MigrateAsync()).Should().ThrowAsync<DatabaseUnusableException>()).Which;

        refused.Reason.Should().Be(DatabaseUnusableReason.CannotOpen);
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
        var migrating = RunnerOf<SlowContext>().MigrateAsync(log, cancellationToken: cancellationToken);
        await Task.WhenAny(atSlow.Task, migrating).WaitAsync(TimeSpan.FromMinutes(1), CancellationToken.None);
        migrating.IsCompleted.Should().BeFalse();
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await ScalarAsync<long>($"SELECT COUNT(*) {Sleeping}") == 0)
            patience.Token.ThrowIfCancellationRequested();
        return migrating;
    }
}
