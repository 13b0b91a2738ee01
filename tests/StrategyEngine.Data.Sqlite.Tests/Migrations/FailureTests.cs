using FluentAssertions;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>Each way in which migrating can fail has its exception, and leaves the database as it was.</summary>
public sealed class FailureTests : MigrationFixture
{
    private static readonly MigrateOptions Impatient = new() { LockTimeout = TimeSpan.FromMilliseconds(300) };

    [Test]
    public async Task The_third_of_five_fails_and_nothing_remains()
    {
        var runner = RunnerOf<BrokenContext>();

        var failed = (await runner.Awaiting(attempt => attempt.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>()).Which;

        failed.MigrationId.Should().Be("20250203000000_Third");
        failed.RolledBack.Should().Equal("20250201000000_First", "20250202000000_Second", "20250203000000_Third");
        failed.Kept.Should().BeEmpty();
        failed.Code.Should().Be("migrations.failed");
        failed.Message.Should().Contain("no_such_table");
        failed.InnerException.Should().BeOfType<SqliteException>();
        Scalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name <> '__trading_migration_journal'").Should().Be(0);
        var status = await runner.GetStatusAsync();
        status.Applied.Should().BeEmpty();
        status.Announced.Should().BeNull("the run has ended");
        var entry = (await runner.GetHistoryAsync()).Should().ContainSingle().Which;
        entry.MigrationId.Should().Be("20250203000000_Third");
        entry.Outcome.Should().Be(MigrationOutcome.Failed);
        entry.Error.Should().Contain("no_such_table");
    }

    [Test]
    public async Task References_that_point_nowhere_are_found_before_the_commit()
    {
        var runner = RunnerOf<OrphaningContext>();

        var failed = (await runner.Awaiting(attempt => attempt.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>()).Which;

        failed.MigrationId.Should().Be("20250302000000_DropLists");
        failed.Message.Should().Contain("1 in watchlist_items to watchlists");
        Scalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'watchlists'").Should().Be(0);
    }

    [Test]
    public async Task A_locked_database_is_given_up_after_the_timeout_and_the_last_announced_is_named()
    {
        await RunnerOfTrading().MigrateAsync(Impatient);
        Execute(
            """
            DELETE FROM __trading_migrations;
            INSERT INTO __trading_migration_journal (run_id, history_table, status, started_at, host, process_id, application)
            VALUES (x'00112233445566778899aabbccddeeff', '__trading_migrations', 'announced', 1767605400000, 'trading-7', 4711, 'Bot 2.0');
            """);
        await using var holder = Connect();
        await using var transaction = holder.BeginTransaction(deferred: false);
        var log = new Specifications.Migrations.ProgressLog<MigrationProgress>();
        var runner = RunnerOfTrading();
        var began = TimeProvider.System.GetTimestamp();

        var locked =
            (await runner.Awaiting(attempt => attempt.MigrateAsync(Impatient, log)).Should().ThrowAsync<MigrationLockedException>()).Which;

        TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(20));
        locked.Waited.Should().BeGreaterThanOrEqualTo(Impatient.LockTimeout).And.BeLessThan(TimeSpan.FromSeconds(10));
        locked.LastAnnounced.Should().Be(
            new MigrationLockHolder("trading-7", 4711, new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero), "Bot 2.0"));
        locked.Message.Should().Contain("4711").And.Contain("trading-7").And.Contain("unverified");
        log.Reports.Should().Contain(report => report.Stage == MigrationStage.WaitingForLock);
        (await runner.GetStatusAsync()).Announced.Should().Be(locked.LastAnnounced, "status answers while the database is locked");
    }

    [Test]
    public async Task A_waiting_run_goes_on_when_the_lock_is_let_go()
    {
        await RunnerOfTrading().MigrateAsync();
        await using var holder = Connect();
        await using var transaction = holder.BeginTransaction(deferred: false);
        Execute(holder, "CREATE TABLE held (id INTEGER)");
        var waiting = new TaskCompletionSource();
        var log = new Specifications.Migrations.ProgressLog<MigrationProgress>(report =>
        {
            if (report.Stage == MigrationStage.WaitingForLock)
                waiting.TrySetResult();
        });

        var migrating = RunnerOf<BrokenContext>().MigrateAsync(new MigrateOptions { Target = "Second" }, log);
        await waiting.Task.WaitAsync(TimeSpan.FromMinutes(1));
        migrating.IsCompleted.Should().BeFalse();
        await transaction.CommitAsync();

        (await migrating).Applied.Should().HaveCount(2);
        Scalar<long>("SELECT COUNT(*) FROM held").Should().Be(0);
    }

    [Test]
    public async Task A_file_that_another_connection_locks_exclusively_is_given_up_after_the_timeout()
    {
        await using var holder = Connect();
        Execute(holder, "PRAGMA locking_mode = EXCLUSIVE; CREATE TABLE mine (id INTEGER)");

        var locked = (await RunnerOfTrading()
            .Awaiting(runner => runner.MigrateAsync(Impatient))
            .Should().ThrowAsync<MigrationLockedException>()).Which;

        locked.LastAnnounced.Should().BeNull();
        locked.Waited.Should().BeLessThan(TimeSpan.FromSeconds(20));
    }

    [Test]
    public async Task A_run_can_be_cancelled_while_it_waits()
    {
        await using var holder = Connect();
        Execute(holder, "PRAGMA journal_mode = WAL; CREATE TABLE mine (id INTEGER)");
        await using var transaction = holder.BeginTransaction(deferred: false);
        using var cancellation = new CancellationTokenSource();
        var log = new Specifications.Migrations.ProgressLog<MigrationProgress>(_ => cancellation.Cancel());

        await RunnerOfTrading().Awaiting(runner => runner.MigrateAsync(progress: log, cancellationToken: cancellation.Token))
            .Should().ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task A_read_only_connection_is_refused()
    {
        Execute("PRAGMA journal_mode = WAL; CREATE TABLE mine (id INTEGER)");

        var refused = (await RunnerOfTrading($"{Database.ConnectionString};Mode=ReadOnly").Awaiting(runner => runner.MigrateAsync())
            .Should().ThrowAsync<DatabaseUnusableException>()).Which;

        refused.Reason.Should().Be(DatabaseUnusableReason.ReadOnly);
        refused.Code.Should().Be("migrations.read_only");
    }

    [Test]
    public async Task A_folder_that_is_not_there_is_named_as_the_cause()
    {
        var refused = (await RunnerOfTrading($"Data Source={Path.Combine(Database.Folder, "nowhere", "trading.db")}")
            .Awaiting(runner => runner.MigrateAsync())
            .Should().ThrowAsync<DatabaseUnusableException>()).Which;

        refused.Reason.Should().Be(DatabaseUnusableReason.CannotOpen);
        refused.Code.Should().Be("migrations.cannot_open");
    }

    [Test]
    public async Task A_file_that_is_no_database_is_refused_and_left_alone()
    {
        var text = string.Concat(Enumerable.Repeat("open,high,low,close\n", 500));
        await File.WriteAllTextAsync(Database.Path, text);

        foreach (Func<MigrationRunner, Task> call in (Func<MigrationRunner, Task>[])
            [runner => runner.MigrateAsync(), runner => runner.GetStatusAsync(), runner => runner.GetHistoryAsync()])
        {
            var refused = (await RunnerOfTrading().Awaiting(call).Should().ThrowAsync<DatabaseUnusableException>()).Which;
            refused.Reason.Should().Be(DatabaseUnusableReason.Corrupt);
        }

        var administrator = ServicesOfTrading().GetRequiredService<DatabaseAdministrator>();
        (await administrator.Awaiting(look => look.GetDatabaseInfoAsync()).Should().ThrowAsync<AdministrationException>())
            .Which.Fault.Should().Be(AdministrationFault.Corrupt);
        (await File.ReadAllTextAsync(Database.Path)).Should().Be(text);
    }

    [Test]
    public async Task A_damaged_file_is_refused()
    {
        await RunnerOfTrading().MigrateAsync();
        Execute("DELETE FROM __trading_migrations; PRAGMA wal_checkpoint(TRUNCATE)");
        await using (var file = new FileStream(Database.Path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
        {
            file.Position = 100;
            file.Write(Enumerable.Repeat((byte)0xEE, (int)file.Length - 100).ToArray());
        }

        var refused =
            (await RunnerOfTrading().Awaiting(runner => runner.MigrateAsync()).Should().ThrowAsync<DatabaseUnusableException>()).Which;

        refused.Reason.Should().Be(DatabaseUnusableReason.Corrupt);
    }

    [Test]
    public async Task Cancelling_interrupts_the_statement_and_rolls_everything_back()
    {
        using var cancellation = new CancellationTokenSource();
        var atSlow = new TaskCompletionSource();
        var log = new Specifications.Migrations.ProgressLog<MigrationProgress>(report =>
        {
            if (report is { Stage: MigrationStage.Applying, MigrationId: "20250402000000_Slow" })
                atSlow.TrySetResult();
        });
        var runner = RunnerOf<SlowContext>();
        var migrating = runner.MigrateAsync(progress: log, cancellationToken: cancellation.Token);
        await atSlow.Task.WaitAsync(TimeSpan.FromMinutes(1));
        migrating.IsCompleted.Should().BeFalse();

        await cancellation.CancelAsync();
        var end = await Task.WhenAny(migrating, Task.Delay(TimeSpan.FromSeconds(30)));
        end.Should().BeSameAs(migrating, "the statement alone takes minutes; CancellationTests tell how soon it is reached");
        await runner.Awaiting(_ => migrating).Should().ThrowAsync<OperationCanceledException>();

        Scalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'numbers'").Should().Be(0);
        var status = await runner.GetStatusAsync();
        status.Applied.Should().BeEmpty();
        status.Announced.Should().BeNull();
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
