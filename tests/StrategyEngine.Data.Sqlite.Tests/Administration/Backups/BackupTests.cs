using System.Text.Json.Nodes;

using FluentAssertions;

using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications.Migrations;

namespace StrategyEngine.Data.Sqlite.Tests.Administration;

/// <summary>Backups of a SQLite file.</summary>
public sealed class BackupTests : BackupFixture
{
    [Test]
    public async Task A_backup_is_a_database_of_its_own_and_its_manifest_names_what_it_needs()
    {
        await AddUserAsync("ada");
        var log = new ProgressLog<BackupProgress>();

        var backup = await Administrator.BackupAsync(Backup, progress: log);

        backup.File.Should().Be(Backup);
        SqliteFile.Scalar(Backup, "SELECT COUNT(*) FROM users").Should().Be("1");
        SqliteFile.Scalar(Backup, "PRAGMA integrity_check").Should().Be("ok");
        SqliteFile.Scalar(Backup, "PRAGMA journal_mode").Should().Be("delete", "it must need no file beside it");
        FilesOfBackup().Should().BeEquivalentTo("copy.db", "copy.db.json");
        var key = (await Get<EncryptionKeyManager>().GetRingKeysAsync()).Should().ContainSingle().Which;
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Manifest))!;
        manifest["ring_keys"]!.AsArray().Should().ContainSingle().Which!.GetValue<Guid>().Should().Be(key.KeyId);
        manifest["size_bytes"]!.GetValue<long>().Should().Be(new FileInfo(Backup).Length);
        manifest["schema_version"]!.GetValue<string>().Should()
            .Be((await Get<StrategyEngine.Data.Migrations.MigrationRunner>().GetStatusAsync()).Current);
        manifest["created_at"]!.GetValue<DateTimeOffset>().Should().Be(Start);
        backup.Manifest.LibraryVersion.Should().NotBeNullOrEmpty();
        log.Reports.Select(report => report.Stage)
            .Distinct()
            .Should().Equal(BackupStage.Copying, BackupStage.Verifying, BackupStage.Completed);
        (await Administrator.VerifyBackupAsync(Backup)).Should().BeOfType<BackupVerification.Restorable>()
            .Which.Should()
            .Match<BackupVerification.Restorable>(found => found.PendingMigrations.Count == 0 && found.RingKeys[0].KeyId == key.KeyId);
        FilesOfBackup().Should().BeEquivalentTo(["copy.db", "copy.db.json"], "verifying leaves nothing beside it");
    }

    [Test]
    public async Task A_backup_is_not_replaced_unless_told()
    {
        await Administrator.BackupAsync(Backup);
        var first = await File.ReadAllBytesAsync(Backup);
        await AddUserAsync("ada");

        var refused = (await Administrator.Awaiting(administrator => administrator.BackupAsync(Backup)).Should()
            .ThrowAsync<AdministrationException>()).Which;

        refused.Code.Should().Be("administration.target_exists");
        refused.Message.Should().Contain("BackupOptions.Overwrite");
        (await File.ReadAllBytesAsync(Backup)).Should().Equal(first);
        await Administrator.BackupAsync(Backup, new BackupOptions { Overwrite = true });
        SqliteFile.Scalar(Backup, "SELECT COUNT(*) FROM users").Should().Be("1");
        (await Administrator.VerifyBackupAsync(Backup)).Should().BeOfType<BackupVerification.Restorable>();
    }

    [Test]
    public async Task The_live_database_is_never_the_target()
    {
        var overwrite = new BackupOptions { Overwrite = true };
        await FailsAsync(AdministrationFault.TargetExists, administrator => administrator.BackupAsync(TestDatabase.Path, overwrite));
        var link = Path.Combine(TestDatabase.Folder, "link.db");
        File.CreateSymbolicLink(link, TestDatabase.Path);

        await FailsAsync(AdministrationFault.TargetExists, administrator => administrator.BackupAsync(link, overwrite));
    }

    [Test]
    public async Task A_folder_that_is_not_there_is_named()
    {
        var refused = await FailsAsync(
            AdministrationFault.TargetNotWritable,
            administrator => administrator.BackupAsync(Path.Combine(TestDatabase.Folder, "nowhere", "copy.db")));

        refused.Message.Should().Contain("nowhere").And.Contain("Create the folder");
    }

    [Test]
    public async Task A_database_that_is_not_there_is_not_backed_up()
    {
        await using var elsewhere = new SqliteTestDatabase();
        await using var services = elsewhere.BuildServices(Time);

        (await services.GetRequiredService<DatabaseAdministrator>()
            .Awaiting(administrator => administrator.BackupAsync(Backup))
            .Should().ThrowAsync<AdministrationException>())
            .Which.Fault.Should().Be(AdministrationFault.NoDatabase);
        File.Exists(elsewhere.Path).Should().BeFalse();
    }

    [Test]
    public async Task A_damaged_database_is_not_passed_off_as_a_backup()
    {
        await AddUserAsync("ada");
        SqliteFile.Scalar(TestDatabase.Path, "PRAGMA wal_checkpoint(TRUNCATE)");
        SqliteFile.Scalar(TestDatabase.Path, "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 3 WHERE name = 'trades'");
        SqliteConnection.ClearAllPools();

        var refused = await FailsAsync(AdministrationFault.Corrupt, administrator => administrator.BackupAsync(Backup));

        refused.Message.Should().Contain("RestoreAsync");
        FilesOfBackup().Should().BeEmpty();
        (await Administrator.CheckHealthAsync(new HealthOptions { CheckIntegrity = true })).State.Should().Be(HealthState.Unhealthy);
    }

    [Test]
    public async Task A_backup_and_a_restore_that_are_cancelled_leave_nothing()
    {
        await AddUserAsync("ada");
        SqliteFile.Fill(TestDatabase.Path, 60_000);
        using var cancellation = new CancellationTokenSource();
        var log = new ProgressLog<BackupProgress>(report =>
        {
            if (report.Fraction is > 0 and < 1)
                cancellation.Cancel();
        });

        await Administrator.Awaiting(
            administrator => administrator.BackupAsync(Backup, progress: log, cancellationToken: cancellation.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        FilesOfBackup().Should().BeEmpty();
        await Administrator.BackupAsync(Backup);
        SqliteFile.Scalar(TestDatabase.Path, "DELETE FROM market_data");
        using var second = new CancellationTokenSource();
        var restoring = new ProgressLog<BackupProgress>(report =>
        {
            if (report is { Stage: BackupStage.Restoring, Fraction: > 0 and < 1 })
                second.Cancel();
        });

        await Administrator.Awaiting(
            administrator => administrator.RestoreAsync(Backup, progress: restoring, cancellationToken: second.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        SqliteFile.Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM market_data").Should().Be("0");
        SqliteFile.Scalar(TestDatabase.Path, "PRAGMA integrity_check").Should().Be("ok");
    }

    [Test]
    public async Task A_second_backup_to_a_file_is_refused_while_the_first_is_written()
    {
        SqliteFile.Fill(TestDatabase.Path, 60_000);
        Exception? second = null;
        var log = new ProgressLog<BackupProgress>(report =>
        {
            if (report.Stage == BackupStage.Copying && second is null)
            {
                second = FluentActions.Awaiting(() => Administrator.BackupAsync(Backup))
                    .Should().ThrowAsync<AdministrationException>()
                    .GetAwaiter()
                    .GetResult().Which;
            }
        });

        await Administrator.BackupAsync(Backup, progress: log);

        second.Should().BeOfType<AdministrationException>().Which.Fault.Should().Be(AdministrationFault.TargetBusy);
        (await Administrator.VerifyBackupAsync(Backup)).Should().BeOfType<BackupVerification.Restorable>();
    }

    [Test]
    public async Task A_backup_may_be_read_by_those_who_may_read_the_database()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("There, rights are inherited from the folder.");
            return;
        }

        foreach (var mode in new[]
        {
            UnixFileMode.UserRead | UnixFileMode.UserWrite, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead
        })
        {
            File.SetUnixFileMode(TestDatabase.Path, mode);
            await Administrator.BackupAsync(Backup, new BackupOptions { Overwrite = true });
            File.GetUnixFileMode(Backup).Should().Be(mode);
        }
    }
}
