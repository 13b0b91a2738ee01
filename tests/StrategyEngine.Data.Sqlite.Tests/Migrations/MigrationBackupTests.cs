using System.Diagnostics;

using FluentAssertions;

using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>Backups before dangerous steps.</summary>
public sealed class MigrationBackupTests : MigrationFixture
{
    private static readonly MigrateOptions Acknowledged = new()
    {
        AcknowledgedRisks = [MigrationRiskCodes.NotNull],
        Target = "RequireNote"
    };

    private string BackupFolder => Path.Combine(Database.Folder, "backups");

    [SetUp]
    public async Task FillAsync()
    {
        await RunnerOf<WatchlistContext>().MigrateAsync(new MigrateOptions { Target = "Rank" });
        Execute(
            "INSERT INTO watchlists (Id, Name, Note) VALUES (1, 'majors', NULL); INSERT INTO watchlist_items (Id, WatchlistId, Symbol) "
            + "VALUES (11, 1, 'BTCUSDT')");
    }

    [Test]
    public async Task A_rebuild_of_a_table_with_rows_is_preceded_by_a_backup_that_can_be_restored()
    {
        var runner = RunnerOf<WatchlistContext>();
        var log = new Specifications.Migrations.ProgressLog<MigrationProgress>();

        var result = await runner.MigrateAsync(Acknowledged, log);

        log.Reports.Should().Contain(report => report.Stage == MigrationStage.BackingUp);
        Directory.GetFiles(BackupFolder).Should().BeEquivalentTo(result.Backup, result.Backup + ".json");
        (await runner.GetHistoryAsync())[^1].Backup.Should().Be(result.Backup);
        Scalar<string>("PRAGMA integrity_check", result.Backup).Should().Be("ok");
        Scalar<string>("PRAGMA journal_mode", result.Backup).Should().Be("delete", "one file is the whole backup");
        Scalar<long>("SELECT Note IS NULL FROM watchlists", result.Backup).Should().Be(1);
    }

    [Test]
    public async Task What_a_step_has_cost_comes_back_with_its_backup()
    {
        Execute("UPDATE watchlist_items SET Rank = 7");
        var services = ServicesOf<WatchlistContext>();
        var (runner, administrator) = (services.GetRequiredService<MigrationRunner>(),
            services.GetRequiredService<DatabaseAdministrator>());
        var lossy = await runner.RollbackAsync(
            "Watchlists", new RollbackOptions { AcknowledgedRisks = ["drop_column:watchlist_items.Rank"] });
        Scalar<long>("SELECT COUNT(*) FROM pragma_table_info('watchlist_items') WHERE name = 'Rank'").Should().Be(0);

        var restored = await administrator.RestoreAsync(lossy.Backup!);

        restored.Manifest!.SchemaVersion.Should().EndWith("Rank");
        restored.RingKeys.Should().NotBeEmpty().And.OnlyContain(key => key.Availability == RingKeyAvailability.Available);
        restored.Manifest.RingKeys.Should().Equal(restored.RingKeys.Select(key => key.KeyId));
        Scalar<long>("SELECT Rank FROM watchlist_items").Should().Be(7);
        (await runner.GetStatusAsync()).Current.Should().EndWith("Rank");
        (await runner.VerifyAsync(VerifyChecks.Checksums | VerifyChecks.Drift | VerifyChecks.Integrity)).Findings.Should().BeEmpty();
    }

    [Test]
    public async Task The_backup_of_a_migration_is_restored_and_migrated_again()
    {
        var services = ServicesOf<WatchlistContext>();
        var (runner, administrator) = (services.GetRequiredService<MigrationRunner>(),
            services.GetRequiredService<DatabaseAdministrator>());
        var backup = (await runner.MigrateAsync(Acknowledged)).Backup!;
        Scalar<long>("SELECT Note = '' FROM watchlists").Should().Be(1, "that there was none is lost");

        var restored = await administrator.RestoreAsync(backup);

        restored.Manifest!.SchemaVersion.Should().EndWith("Rank");
        restored.PendingMigrations.Should().HaveCount(3).And.Contain("20250104000000_RequireNote");
        Scalar<long>("SELECT Note IS NULL FROM watchlists").Should().Be(1);
        (await runner.GetStatusAsync()).Current.Should().EndWith("Rank");
        (await runner.VerifyAsync(VerifyChecks.Checksums | VerifyChecks.Drift | VerifyChecks.Integrity)).Findings.Should().BeEmpty();
        (await runner.MigrateAsync(Acknowledged)).Current.Should().EndWith("RequireNote");
    }

    [Test]
    public async Task A_rebuild_of_a_table_with_rows_is_reason_enough()
    {
        Execute("UPDATE watchlists SET Note = ''");

        var result = await RunnerOf<WatchlistContext>().MigrateAsync(new MigrateOptions { Target = "RequireNote" });

        Scalar<long>("SELECT \"notnull\" FROM pragma_table_info('watchlists') WHERE name = 'Note'", result.Backup).Should().Be(0);
    }

    [Test]
    public async Task Steps_that_cost_nothing_make_no_backup()
    {
        Execute("DELETE FROM watchlist_items; DELETE FROM watchlists");

        (await RunnerOf<WatchlistContext>().MigrateAsync()).Backup.Should().BeNull();

        Directory.Exists(BackupFolder).Should().BeFalse();
    }

    [Test]
    public async Task A_backup_can_be_declined()
    {
        (await RunnerOf<WatchlistContext>().MigrateAsync(Acknowledged with { MakeBackup = false })).Backup.Should().BeNull();

        Directory.Exists(BackupFolder).Should().BeFalse();
    }

    [Test]
    public async Task Every_rollback_is_preceded_by_a_backup_even_if_there_is_nothing_to_lose()
    {
        Execute("DELETE FROM watchlist_items; DELETE FROM watchlists");

        var result = await RunnerOf<WatchlistContext>().RollbackAsync("Watchlists");

        Scalar<long>("SELECT COUNT(*) FROM pragma_table_info('watchlist_items') WHERE name = 'Rank'", result.Backup).Should().Be(1);
    }

    [Test]
    public async Task Rolling_back_the_rebuild_of_a_parent_deletes_no_children()
    {
        var runner = RunnerOf<WatchlistContext>();
        await runner.MigrateAsync(Acknowledged);

        var result = await runner.RollbackAsync("Rank");

        Scalar<long>("SELECT \"notnull\" FROM pragma_table_info('watchlists') WHERE name = 'Note'", result.Backup).Should().Be(1);
        Scalar<long>("SELECT \"notnull\" FROM pragma_table_info('watchlists') WHERE name = 'Note'").Should().Be(0);
        Scalar<long>("SELECT COUNT(*) FROM watchlist_items").Should().Be(1);
    }

    [Test]
    public async Task Only_the_newest_backups_are_kept()
    {
        var runner = RunnerOf<WatchlistContext>();
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(BackupFolder).FullName, "trading.notes.db"), "somebody else's");
        var made = new List<string?>();
        for (var round = 0; round < 3; round++)
        {
            made.Add((await runner.MigrateAsync(Acknowledged with { BackupsKept = 2 })).Backup);
            made.Add((await runner.RollbackAsync("Rank", new RollbackOptions { BackupsKept = 2 })).Backup);
        }

        made.Should().OnlyHaveUniqueItems();
        Directory.GetFiles(BackupFolder, "trading.2*").Should()
            .BeEquivalentTo(made.TakeLast(2).Concat(made.TakeLast(2).Select(backup => backup + ".json")));
        File.Exists(Path.Combine(BackupFolder, "trading.notes.db")).Should().BeTrue();
    }

    [Test]
    public async Task What_killed_runs_left_of_their_backups_is_taken_away()
    {
        var folder = Directory.CreateDirectory(BackupFolder).FullName;
        var dead = Path.Combine(folder, "trading.20260105T093000000Z.db");
        var alive = Path.Combine(folder, "trading.20260105T093000001Z.db");
        foreach (var file in (string[])[dead + ".partial", dead + ".lock", dead + ".json", alive + ".partial"])
            await File.WriteAllTextAsync(file, "");
        await using var claim = new FileStream(alive + ".lock", FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None);

        var backup = (await RunnerOf<WatchlistContext>().MigrateAsync(Acknowledged)).Backup;

        Directory.GetFiles(folder).Should().BeEquivalentTo(backup, backup + ".json", alive + ".partial", alive + ".lock");
    }

    [Test]
    public async Task A_backup_that_is_cancelled_stops_the_run_and_leaves_nothing()
    {
        using var cancellation = new CancellationTokenSource();
        var log = new Specifications.Migrations.ProgressLog<MigrationProgress>(report =>
        {
            if (report.Stage == MigrationStage.BackingUp)
                cancellation.Cancel();
        });

        await RunnerOf<WatchlistContext>()
            .Awaiting(runner => runner.MigrateAsync(Acknowledged, log, cancellation.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        Directory.GetFiles(Database.Folder, "*.db", SearchOption.AllDirectories).Should().Equal(Database.Path);
        await AssertNothingChangedAsync();
    }

    [Test]
    public async Task A_folder_that_cannot_be_made_stops_the_run_before_it_changes_anything()
    {
        var blocked = Path.Combine(Database.Folder, "a file");
        await File.WriteAllTextAsync(blocked, "");

        var failed = (await RunnerOf<WatchlistContext>()
            .Awaiting(runner => runner.MigrateAsync(Acknowledged with { BackupFolder = Path.Combine(blocked, "backups") }))
            .Should().ThrowAsync<BackupFailedException>()).Which;

        failed.Reason.Should().Be(BackupFailure.Folder);
        failed.Code.Should().Be("backup.folder");
        failed.Message.Should().Contain("BackupFolder");
        await AssertNothingChangedAsync();
    }

    [Test]
    public async Task A_read_only_folder_stops_the_run_before_it_changes_anything()
    {
        if (!OperatingSystem.IsLinux())
            Assert.Ignore("/proc is a folder that not even root may write.");

        var failed = (
            await RunnerOf<WatchlistContext>().Awaiting(runner => runner.MigrateAsync(Acknowledged with { BackupFolder = "/proc/backups" }))
            .Should().ThrowAsync<BackupFailedException>()).Which;

        failed.Code.Should().Be("backup.folder");
        await AssertNothingChangedAsync();
    }

    [TestCase("64k", 0, TestName = "A_disk_without_room_for_the_backup_stops_the_run_before_it_changes_anything")]
    [TestCase("6m", 4_000_000, TestName = "A_disk_with_room_for_the_backup_alone_stops_the_run_before_it_changes_anything")]
    public async Task A_full_disk_stops_the_run_before_it_changes_anything(string room, int padding)
    {
        Execute($"CREATE TABLE padding (bytes BLOB); INSERT INTO padding VALUES (zeroblob({padding})); PRAGMA wal_checkpoint(TRUNCATE)");
        Directory.CreateDirectory(BackupFolder);
        var script =
            $"mount -t tmpfs -o size={room} tmpfs '{BackupFolder}' && exec dotnet "
            + $"'{Path.Combine(AppContext.BaseDirectory, "StrategyEngine.Data.TestProcess.dll")}' migrate watchlist '{Database.Folder}'";
        var start = new ProcessStartInfo("unshare")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true
        };
        foreach (var argument in (string[])["--user", "--map-root-user", "--mount", "sh", "-c", script])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        process.StandardInput.WriteLine();
        var output = await process.StandardOutput.ReadToEndAsync();
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (!output.Contains("READY"))
            Assert.Ignore($"This machine lets no test mount a small disk: {errors}");

        output.Should().Contain("FAILED backup.full");
        errors.Should().Contain("twice as much");
        await AssertNothingChangedAsync();
    }

    [Test]
    public async Task A_backup_has_nothing_that_was_not_committed()
    {
        await using var reader = Connect();
        var runner = RunnerOf<WatchlistContext>();
        await using var writer = Connect();
        Execute("CREATE TABLE beside (id INTEGER)");

        var result = await runner.MigrateAsync(Acknowledged);

        Scalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'ef_temp%'", result.Backup).Should().Be(0);
        Scalar<long>("SELECT COUNT(*) FROM beside", result.Backup).Should().Be(0, "other tables are in it too");
    }

    private async Task AssertNothingChangedAsync()
    {
        var status = await RunnerOf<WatchlistContext>().GetStatusAsync();
        status.Current.Should().EndWith("Rank");
        status.Announced.Should().BeNull();
        Scalar<long>("SELECT Note IS NULL FROM watchlists").Should().Be(1);
        Directory.GetFiles(Database.Folder, "*", SearchOption.AllDirectories).Should()
            .NotContain(file => file.EndsWith(".partial") || file.EndsWith(".lock"));
    }
}
