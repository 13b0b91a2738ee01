using System.Diagnostics;

using FluentAssertions;
using Microsoft.Data.Sqlite;
using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>Backups before dangerous steps.</summary>
public sealed class BackupTests : MigrationTests
{
    private static readonly MigrateOptions Acknowledged = new() { AcknowledgedRisks = [MigrationRiskCodes.NotNull], Target = "RequireNote" };

    private string BackupFolder => Path.Combine(Database.Folder, "backups");

    [SetUp]
    public async Task FillAsync()
    {
        await RunnerOf<WatchlistContext>().MigrateAsync(options: new MigrateOptions { Target = "Rank" });
        Execute("INSERT INTO watchlists (Id, Name, Note) VALUES (1, 'majors', NULL); INSERT INTO watchlist_items (Id, WatchlistId, Symbol) VALUES (11, 1, 'BTCUSDT')");
    }

    [Test]
    public async Task A_rebuild_of_a_table_with_rows_is_preceded_by_a_backup_that_can_be_restored()
    {
        var runner = RunnerOf<WatchlistContext>();
        var log = new Specifications.Migrations.ProgressLog<MigrationProgress>();

        var result = await runner.MigrateAsync(log, Acknowledged);

        log.Reports.Should().Contain(report => report.Stage == MigrationStage.BackingUp);
        Directory.GetFiles(BackupFolder).Should().Equal(result.Backup);
        (await runner.GetHistoryAsync())[^1].Backup.Should().Be(result.Backup);
        Scalar<string>("PRAGMA integrity_check", result.Backup).Should().Be("ok");
        Scalar<string>("PRAGMA journal_mode", result.Backup).Should().Be("delete", "one file is the whole backup");
        Scalar<long>("SELECT Note IS NULL FROM watchlists", result.Backup).Should().Be(1);
        await RestoreAsync(result.Backup!);
        var restored = RunnerOf<WatchlistContext>();
        (await restored.GetStatusAsync()).Current.Should().EndWith("Rank");
        (await restored.VerifyAsync(VerifyChecks.Checksums | VerifyChecks.Drift | VerifyChecks.Integrity)).Findings.Should().BeEmpty();
        (await restored.MigrateAsync(options: Acknowledged)).Current.Should().EndWith("RequireNote");
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
        (await RunnerOf<WatchlistContext>().MigrateAsync(options: Acknowledged with { MakeBackup = false })).Backup.Should().BeNull();

        Directory.Exists(BackupFolder).Should().BeFalse();
    }

    [Test]
    public async Task Every_rollback_is_preceded_by_a_backup()
    {
        var runner = RunnerOf<WatchlistContext>();
        await runner.MigrateAsync(options: Acknowledged);

        var result = await runner.RollbackAsync("Rank");

        Scalar<long>("SELECT \"notnull\" FROM pragma_table_info('watchlists') WHERE name = 'Note'", result.Backup).Should().Be(1);
        Scalar<long>("SELECT \"notnull\" FROM pragma_table_info('watchlists') WHERE name = 'Note'").Should().Be(0);
        Scalar<long>("SELECT COUNT(*) FROM watchlist_items").Should().Be(1, "rebuilding the parent deletes no children");
    }

    [Test]
    public async Task Only_the_newest_backups_are_kept()
    {
        var runner = RunnerOf<WatchlistContext>();
        await File.WriteAllTextAsync(Path.Combine(Directory.CreateDirectory(BackupFolder).FullName, "trading.notes.db"), "somebody else's");
        var made = new List<string?>();
        for (var round = 0; round < 3; round++)
        {
            made.Add((await runner.MigrateAsync(options: Acknowledged with { BackupsKept = 2 })).Backup);
            made.Add((await runner.RollbackAsync("Rank", options: new RollbackOptions { BackupsKept = 2 })).Backup);
        }

        made.Should().OnlyHaveUniqueItems();
        Directory.GetFiles(BackupFolder, "trading.2*.db").Should().BeEquivalentTo(made.TakeLast(2));
        File.Exists(Path.Combine(BackupFolder, "trading.notes.db")).Should().BeTrue();
    }

    [Test]
    public async Task A_folder_that_cannot_be_made_stops_the_run_before_it_changes_anything()
    {
        var blocked = Path.Combine(Database.Folder, "a file");
        await File.WriteAllTextAsync(blocked, "");

        var failed = (await RunnerOf<WatchlistContext>().Awaiting(runner => runner.MigrateAsync(options: Acknowledged with { BackupFolder = Path.Combine(blocked, "backups") }))
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

        var failed = (await RunnerOf<WatchlistContext>().Awaiting(runner => runner.MigrateAsync(options: Acknowledged with { BackupFolder = "/proc/backups" }))
            .Should().ThrowAsync<BackupFailedException>()).Which;

        failed.Code.Should().Be("backup.folder");
        await AssertNothingChangedAsync();
    }

    [Test]
    public async Task A_full_disk_stops_the_run_before_it_changes_anything()
    {
        Directory.CreateDirectory(BackupFolder);
        var script = $"mount -t tmpfs -o size=64k tmpfs '{BackupFolder}' && exec dotnet '{Path.Combine(AppContext.BaseDirectory, "StrategyEngine.Data.TestProcess.dll")}' migrate watchlist '{Database.Folder}'";
        var start = new ProcessStartInfo("unshare") { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
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
        errors.Should().Contain("bytes free");
        await AssertNothingChangedAsync();
    }

    [Test]
    public async Task A_backup_has_nothing_that_was_not_committed()
    {
        await using var reader = Connect();
        var runner = RunnerOf<WatchlistContext>();
        await using var writer = Connect();
        Execute("CREATE TABLE beside (id INTEGER)");

        var result = await runner.MigrateAsync(options: Acknowledged);

        Scalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name LIKE 'ef_temp%'", result.Backup).Should().Be(0);
        Scalar<long>("SELECT COUNT(*) FROM beside", result.Backup).Should().Be(0, "other tables are in it too");
    }

    private async Task AssertNothingChangedAsync()
    {
        var status = await RunnerOf<WatchlistContext>().GetStatusAsync();
        status.Current.Should().EndWith("Rank");
        status.Announced.Should().BeNull();
        Scalar<long>("SELECT Note IS NULL FROM watchlists").Should().Be(1);
        Directory.GetFiles(Database.Folder, "*", SearchOption.AllDirectories).Should().NotContain(file => file.EndsWith(".unfinished"));
    }

    private async Task RestoreAsync(string backup)
    {
        await StopAsync();
        SqliteConnection.ClearAllPools();
        foreach (var file in Directory.GetFiles(Database.Folder, "trading.db*"))
            File.Delete(file);
        File.Copy(backup, Database.Path);
    }
}
