using System.Globalization;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Sqlite.Tests.Administration;

/// <summary>Files that are no backup to restore, each refused by restoring and by verifying, with the same reason.</summary>
public sealed class BackupVerificationTests : BackupFixture
{
    [Test]
    public async Task A_backup_that_was_changed_by_a_byte_is_refused()
    {
        await AddUserAsync("ada");
        await Administrator.BackupAsync(Backup);
        SqliteFile.Damage(Backup, (int)new FileInfo(Backup).Length - 20, 1);

        await RefusedAsync(AdministrationFault.BackupAltered);
    }

    [Test]
    public async Task A_backup_that_was_cut_off_is_refused()
    {
        await Administrator.BackupAsync(Backup);
        await using (var file = new FileStream(Backup, FileMode.Open))
            file.SetLength(file.Length / 2);

        await RefusedAsync(AdministrationFault.BackupAltered);
        File.Delete(Manifest);
        await RefusedAsync(AdministrationFault.BackupCorrupt, new RestoreOptions { AllowMissingManifest = true });
    }

    [TestCase("no json")]
    [TestCase("{}")]
    [TestCase("{\"format\": 99}")]
    public async Task A_manifest_that_cannot_be_read_is_refused(string text)
    {
        await Administrator.BackupAsync(Backup);
        await File.WriteAllTextAsync(Manifest, text);

        await RefusedAsync(AdministrationFault.BackupManifest);
    }

    [Test]
    public async Task A_file_that_is_not_there_is_named()
    {
        (await RefusedAsync(AdministrationFault.BackupNotFound)).Message.Should().Contain(Backup);
    }

    [Test]
    public async Task A_file_that_is_no_database_is_refused()
    {
        await File.WriteAllTextAsync(Backup, string.Concat(Enumerable.Repeat("open,high,low,close\n", 500)));

        await RefusedAsync(AdministrationFault.BackupCorrupt, new RestoreOptions { AllowMissingManifest = true });
    }

    [Test]
    public async Task A_database_of_something_else_is_refused()
    {
        SqliteFile.Scalar(Backup, "CREATE TABLE notes (id INTEGER); INSERT INTO notes VALUES (1)", create: true);

        await RefusedAsync(AdministrationFault.BackupForeign, new RestoreOptions { AllowMissingManifest = true });
    }

    [Test]
    public async Task A_backup_without_the_data_keys_is_refused()
    {
        await Administrator.BackupAsync(Backup);
        File.Delete(Manifest);
        SqliteFile.Scalar(Backup, "DROP TABLE encryption_data_keys");

        await RefusedAsync(AdministrationFault.BackupForeign, new RestoreOptions { AllowMissingManifest = true });
    }

    [Test]
    public async Task A_backup_with_a_damaged_page_is_refused()
    {
        await Administrator.BackupAsync(Backup);
        File.Delete(Manifest);
        var page = int.Parse(
            SqliteFile.Scalar(Backup, "SELECT rootpage FROM sqlite_master WHERE name = 'login_throttles'"), CultureInfo.InvariantCulture);
        SqliteFile.Damage(Backup, (page - 1) * 4096, 4096);

        (await RefusedAsync(AdministrationFault.BackupCorrupt, new RestoreOptions { AllowMissingManifest = true })).Message.Should()
            .Contain("SQLite says");
    }

    [Test]
    public async Task A_backup_of_another_engine_is_refused()
    {
        await Administrator.BackupAsync(Backup);
        await File.WriteAllTextAsync(Manifest, (await File.ReadAllTextAsync(Manifest)).Replace("\"SQLite\"", "\"PostgreSQL\""));

        (await RefusedAsync(AdministrationFault.BackupForeign)).Message.Should().Contain("PostgreSQL");
    }

    [Test]
    public async Task A_backup_with_references_that_point_nowhere_is_refused()
    {
        var userId = await AddUserAsync("ada");
        await using (var context = CreateContext())
        {
            context.Add(TestRecords.Credential(userId));
            await context.SaveChangesAsync();
        }

        await Administrator.BackupAsync(Backup);
        File.Delete(Manifest);
        SqliteFile.Scalar(Backup, "PRAGMA foreign_keys = 0; DELETE FROM users");

        (await RefusedAsync(AdministrationFault.BackupCorrupt, new RestoreOptions { AllowMissingManifest = true })).Message.Should()
            .Contain("refer to others");
    }

    [Test]
    public async Task A_backup_of_a_newer_version_is_refused_by_name()
    {
        await Administrator.BackupAsync(Backup);
        File.Delete(Manifest);
        SqliteFile.Scalar(Backup, "INSERT INTO __trading_migrations VALUES ('99991231235959_FromTheFuture', '99.0.0')");

        var refused = await RefusedAsync(AdministrationFault.BackupAhead, new RestoreOptions { AllowMissingManifest = true });

        refused.Should().BeOfType<BackupAheadException>().Which.UnknownMigrations.Should().Equal("99991231235959_FromTheFuture");
    }
}
