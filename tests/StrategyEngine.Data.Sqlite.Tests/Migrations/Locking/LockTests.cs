using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Specifications.Migrations;
using StrategyEngine.Data.Specifications.Processes;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>Locks of others: a long writer in another process, and the row that Entity Framework leaves behind.</summary>
public sealed class LockTests : MigrationFixture
{
    private static readonly MigrateOptions Impatient = new() { LockTimeout = TimeSpan.FromMilliseconds(300) };

    [Test]
    public async Task Waiters_outlast_a_holder_that_sleeps_and_status_answers_meanwhile()
    {
        const int Waiters = 3;
        var impatient = $"{Database.ConnectionString};Default Timeout=1";
        await RunnerOf<WatchlistContext>().MigrateAsync(new MigrateOptions { Target = "TradingTables" });
        using var holder = WorkerJob.Start("hold-lock", Database.Folder);
        await holder.WaitUntilReadyAsync();
        holder.Go();
        (await holder.ReadLineAsync()).Should().Be("HELD");

        var waiting = Enumerable.Range(0, Waiters).Select(_ => new TaskCompletionSource()).ToList();
        var waiters = waiting.ConvertAll(
            begun => RunnerOf<WatchlistContext>(impatient).MigrateAsync(progress: new ProgressLog<MigrationProgress>(report =>
        {
            if (report.Stage == MigrationStage.WaitingForLock)
                begun.TrySetResult();
        })));
        await Task.WhenAll(waiting.Select(begun => begun.Task)).WaitAsync(TimeSpan.FromMinutes(1));

        // Longer than the engine itself waits by the connection string.
        await Task.Delay(TimeSpan.FromSeconds(1.5));
        var runner = RunnerOf<WatchlistContext>();
        await runner.GetStatusAsync();
        var asked = TimeProvider.System.GetTimestamp();
        (await runner.GetStatusAsync()).Pending.Should().HaveCount(5);

        TimeProvider.System.GetElapsedTime(asked).Should().BeLessThan(TimeSpan.FromSeconds(20));
        waiters.Should().OnlyContain(waiter => !waiter.IsCompleted);
        holder.Go();
        var results = await Task.WhenAll(waiters);
        results.SelectMany(result => result.Applied).Should().HaveCount(5);
        (await runner.GetStatusAsync()).IsCurrent.Should().BeTrue();
    }

    [Test]
    public async Task A_lock_that_EF_left_behind_is_named_and_can_be_cleared()
    {
        await RunnerOf<WatchlistContext>().MigrateAsync(new MigrateOptions { Target = "Rank" });
        Execute(
            """
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL CONSTRAINT "PK___EFMigrationsLock" PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, '2026-01-05 09:30:00');
            """);
        var runner = RunnerOf<WatchlistContext>();

        (await runner.GetStatusAsync()).EntityFrameworkLock.Should().Be("2026-01-05 09:30:00");
        (await runner.VerifyAsync(VerifyChecks.History)).Findings.Should()
            .Contain(finding => finding.Code == "migrations.ef_lock" && finding.IsFault);
        var refused =
            (await runner.Awaiting(attempt => attempt.MigrateAsync(Impatient)).Should().ThrowAsync<EntityFrameworkLockException>()).Which;
        refused.Code.Should().Be("migrations.ef_lock");
        refused.TakenAt.Should().Be("2026-01-05 09:30:00");
        refused.Message.Should().Contain("ClearEntityFrameworkLock");
        await runner.Awaiting(attempt => attempt.RepairAsync(new RepairOptions { LockTimeout = TimeSpan.Zero })).Should()
            .ThrowAsync<EntityFrameworkLockException>();

        (await runner.RepairAsync(new RepairOptions { ClearEntityFrameworkLock = true })).ClearedLock.Should().BeTrue();

        (await runner.MigrateAsync()).Applied.Should().HaveCount(3);
        Scalar<long>("""SELECT COUNT(*) FROM "__EFMigrationsLock" """).Should().Be(0);
    }

    [Test]
    public async Task A_repair_removes_the_announcements_of_processes_that_ended()
    {
        await RunnerOf<WatchlistContext>().MigrateAsync();
        Execute(
            """
            INSERT INTO __trading_migration_journal (run_id, history_table, status, started_at, host, process_id)
            VALUES (x'00112233445566778899aabbccddeeff', '__EFMigrationsHistory', 'announced', 1767605400000, 'trading-7', 4711)
            """);
        var runner = RunnerOf<WatchlistContext>();
        (await runner.GetStatusAsync()).LockHolder.Should()
            .Match<MigrationLockHolder>(holder => holder.ProcessId == 4711 && !holder.IsVerified);

        (await runner.RepairAsync(new RepairOptions())).EndedRuns.Should().Be(1);

        (await runner.GetStatusAsync()).Announced.Should().BeNull();
    }

    [Test]
    public async Task A_migration_left_half_done_is_named()
    {
        await RunnerOf<WatchlistContext>().MigrateAsync(new MigrateOptions { Target = "RequireNote" });
        Execute(
            """
            INSERT INTO __trading_migration_journal (run_id, history_table, migration_id, status, started_at, commands_done, commands_total)
            VALUES (x'00112233445566778899aabbccddeeff', '__EFMigrationsHistory', '20250105000000_Compact', 'partial', 1767605400000, 1, 4)
            """);
        var runner = RunnerOf<WatchlistContext>();

        (await runner.GetStatusAsync()).Interrupted.Should().Be("20250105000000_Compact");
        (await runner.VerifyAsync(VerifyChecks.History)).Findings.Should()
            .Contain(finding => finding.Code == "migrations.interrupted" && finding.Message.Contains("1 of 4"));
    }

    [TestCase(true)]
    [TestCase(false)]
    public async Task A_migration_left_half_done_goes_on_there_if_its_commands_are_the_same(bool same)
    {
        await using var elsewhere = new SqliteTestDatabase();
        var complete = RunnerOf<WatchlistContext>(elsewhere.ConnectionString);
        await complete.MigrateAsync();
        var hash = (await complete.GetHistoryAsync()).Single(entry => entry.MigrationId == "20250105000000_Compact").SqlHash;
        var runner = RunnerOf<WatchlistContext>();
        await runner.MigrateAsync(new MigrateOptions { Target = "RequireNote" });
        Execute(
            $"""
            INSERT INTO watchlists (Id, Name, Note) VALUES (1, 'majors', 'note.');
            INSERT INTO __trading_migration_journal (run_id, history_table, migration_id, status, started_at, commands_done, commands_total, sql_hash)
            VALUES (x'00112233445566778899aabbccddeeff', '__EFMigrationsHistory', '20250105000000_Compact', 'partial', 1767605400000, 1, 4, '{(same ? hash : "other")}')
            """);

        if (same)
        {
            await runner.MigrateAsync();
        }
        else
        {
            (await runner.Awaiting(attempt => attempt.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>())
                .WithMessage("*Deploy the version that began it*");
        }

        Scalar<string>("SELECT Note FROM watchlists").Should().Be(same ? "note.!" : "note.", "the first command is not run again");
    }
}
