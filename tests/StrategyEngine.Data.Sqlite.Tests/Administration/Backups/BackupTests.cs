using System.Globalization;
using System.Text.Json.Nodes;

using FluentAssertions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Sessions;
using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Migrations;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Sqlite.Tests.Administration;

/// <summary>Backups of a SQLite file, and their way back.</summary>
public sealed class BackupTests : Specification<SqliteTestDatabase>
{
    private DatabaseAdministrator Administrator => Get<DatabaseAdministrator>();

    private string Backup => Path.Combine(TestDatabase.Folder, "copy.db");

    private string Manifest => Backup + ".json";

    [Test]
    public async Task A_backup_is_a_database_of_its_own_and_its_manifest_names_what_it_needs()
    {
        await AddUserAsync("ada");
        var log = new ProgressLog<BackupProgress>();

        var backup = await Administrator.BackupAsync(Backup, progress: log);

        backup.File.Should().Be(Backup);
        Scalar(Backup, "SELECT COUNT(*) FROM users").Should().Be("1");
        Scalar(Backup, "PRAGMA integrity_check").Should().Be("ok");
        Scalar(Backup, "PRAGMA journal_mode").Should().Be("delete", "it must need no file beside it");
        FilesOfBackup().Should().BeEquivalentTo("copy.db", "copy.db.json");
        var key = (await Get<EncryptionKeyManager>().GetRingKeysAsync()).Should().ContainSingle().Which;
        var manifest = JsonNode.Parse(await File.ReadAllTextAsync(Manifest))!;
        manifest["ring_keys"]!.AsArray().Should().ContainSingle().Which!.GetValue<Guid>().Should().Be(key.KeyId);
        manifest["size_bytes"]!.GetValue<long>().Should().Be(new FileInfo(Backup).Length);
        manifest["schema_version"]!.GetValue<string>().Should().Be((await Get<StrategyEngine.Data.Migrations.MigrationRunner>().GetStatusAsync()).Current);
        manifest["created_at"]!.GetValue<DateTimeOffset>().Should().Be(Start);
        backup.Manifest.LibraryVersion.Should().NotBeNullOrEmpty();
        log.Reports.Select(report => report.Stage).Distinct().Should().Equal(BackupStage.Copying, BackupStage.Verifying, BackupStage.Completed);
        (await Administrator.VerifyBackupAsync(Backup)).Should().BeOfType<BackupVerification.Restorable>()
            .Which.Should().Match<BackupVerification.Restorable>(found => found.PendingMigrations.Count == 0 && found.RingKeys[0].KeyId == key.KeyId);
        FilesOfBackup().Should().BeEquivalentTo(["copy.db", "copy.db.json"], "verifying leaves nothing beside it");
    }

    [Test]
    public async Task What_was_lost_since_comes_back_and_open_connections_see_it()
    {
        var userId = await AddUserAsync("ada");
        await using (var saving = CreateContext())
        {
            saving.Add(TestRecords.Credential(userId));
            await saving.SaveChangesAsync();
        }

        var asset = await AddAssetAsync();
        var sessions = Get<SessionManager>();
        await sessions.CreateSessionAsync(userId, new ClientInfo("203.0.113.7", "Specification/1.0"));
        await Get<CandleStore>().UpsertAsync(asset, Timeframe.OneMinute, Candles(10));
        await Administrator.BackupAsync(Backup);
        await using var open = CreateContext();
        await open.Database.OpenConnectionAsync();
        await open.ExchangeCredentials.ExecuteDeleteAsync();
        await Get<EncryptionKeyManager>().RotateDataKeyAsync();
        await AddUserAsync("eve");
        await Get<CandleStore>().UpsertAsync(asset, Timeframe.OneMinute, Candles(20));

        var result = await Administrator.RestoreAsync(Backup);

        result.SetAside.Should().BeNull();
        result.PendingMigrations.Should().BeEmpty();
        (await open.Users.AsNoTracking().Select(user => user.Username).ToListAsync()).Should().Equal("ada");
        await using var context = CreateContext();
        (await context.ExchangeCredentials.SingleAsync()).ApiSecret!.Reveal().Should().Be("the-api-secret");
        (await Get<CandleStore>().CountAsync(asset, Timeframe.OneMinute)).Should().Be(10);

        // What is kept open has to go on in the same file.
        await Get<CandleStore>().UpsertAsync(asset, Timeframe.OneMinute, Candles(15));
        (await sessions.CreateSessionAsync(userId, new ClientInfo("203.0.113.7", "Specification/1.0"))).Should().BeOfType<CreateSessionResult.Created>();
        await AddUserAsync("bob");
        await using (var fresh = BuildServices())
        {
            await using var other = await fresh.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync();
            (await other.Users.SingleAsync(user => user.Username == "bob")).Email.Should().Be("bob@example.com", "it is under a key that the restored database has");
        }

        Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM market_data").Should().Be("15");
        Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM user_sessions").Should().Be("2");
        Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM users").Should().Be("2");
        Scalar(TestDatabase.Path, "PRAGMA journal_mode").Should().Be("wal");
        Scalar(TestDatabase.Path, "PRAGMA integrity_check").Should().Be("ok");
    }

    [Test]
    public async Task A_database_that_is_gone_is_restored()
    {
        await AddUserAsync("ada");
        await Administrator.BackupAsync(Backup);
        await using var elsewhere = new SqliteTestDatabase();
        CopyKeys(TestDatabase, elsewhere);
        await using var services = elsewhere.BuildServices(Time);

        await services.GetRequiredService<DatabaseAdministrator>().RestoreAsync(Backup);

        await using var context = await services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync();
        (await context.Users.SingleAsync()).Email.Should().Be("ada@example.com");
        (await services.GetRequiredService<DatabaseAdministrator>().CheckHealthAsync()).IsHealthy.Should().BeTrue();
    }

    [TestCase(0, 16, TestName = "A_damaged_header_is_set_aside_and_the_backup_takes_its_place")]
    [TestCase(100, 4000, TestName = "A_damaged_schema_is_set_aside_or_overwritten_by_the_backup")]
    public async Task A_damaged_database_is_restored(int from, int length)
    {
        await AddUserAsync("ada");
        await Administrator.BackupAsync(Backup);
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Scalar(TestDatabase.Path, "PRAGMA wal_checkpoint(TRUNCATE)");
        Damage(TestDatabase.Path, from, length);
        await using var services = BuildServices();
        var administrator = services.GetRequiredService<DatabaseAdministrator>();
        (await administrator.CheckHealthAsync()).State.Should().Be(HealthState.Unhealthy);

        var result = await administrator.RestoreAsync(Backup);

        if (result.SetAside is { } aside)
            File.Exists(aside).Should().BeTrue();
        (await administrator.CheckHealthAsync(new HealthOptions { CheckIntegrity = true })).IsHealthy.Should().BeTrue();
        await using var context = await services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync();
        (await context.Users.SingleAsync()).Email.Should().Be("ada@example.com");
    }

    [Test]
    public async Task A_backup_is_not_replaced_unless_told()
    {
        await Administrator.BackupAsync(Backup);
        var first = await File.ReadAllBytesAsync(Backup);
        await AddUserAsync("ada");

        var refused = (await Administrator.Awaiting(administrator => administrator.BackupAsync(Backup)).Should().ThrowAsync<AdministrationException>()).Which;

        refused.Code.Should().Be("administration.target_exists");
        refused.Message.Should().Contain("BackupOptions.Overwrite");
        (await File.ReadAllBytesAsync(Backup)).Should().Equal(first);
        await Administrator.BackupAsync(Backup, new BackupOptions { Overwrite = true });
        Scalar(Backup, "SELECT COUNT(*) FROM users").Should().Be("1");
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
        var refused = await FailsAsync(AdministrationFault.TargetNotWritable, administrator => administrator.BackupAsync(Path.Combine(TestDatabase.Folder, "nowhere", "copy.db")));

        refused.Message.Should().Contain("nowhere").And.Contain("Create the folder");
    }

    [Test]
    public async Task A_database_that_is_not_there_is_not_backed_up()
    {
        await using var elsewhere = new SqliteTestDatabase();
        await using var services = elsewhere.BuildServices(Time);

        (await services.GetRequiredService<DatabaseAdministrator>().Awaiting(administrator => administrator.BackupAsync(Backup)).Should().ThrowAsync<AdministrationException>())
            .Which.Fault.Should().Be(AdministrationFault.NoDatabase);
        File.Exists(elsewhere.Path).Should().BeFalse();
    }

    [Test]
    public async Task A_damaged_database_is_not_passed_off_as_a_backup()
    {
        await AddUserAsync("ada");
        Scalar(TestDatabase.Path, "PRAGMA wal_checkpoint(TRUNCATE)");
        Scalar(TestDatabase.Path, "PRAGMA writable_schema = ON; UPDATE sqlite_master SET rootpage = 3 WHERE name = 'trades'");
        SqliteConnection.ClearAllPools();

        var refused = await FailsAsync(AdministrationFault.Corrupt, administrator => administrator.BackupAsync(Backup));

        refused.Message.Should().Contain("RestoreAsync");
        FilesOfBackup().Should().BeEmpty();
        (await Administrator.CheckHealthAsync(new HealthOptions { CheckIntegrity = true })).State.Should().Be(HealthState.Unhealthy);
    }

    [Test]
    public async Task A_backup_that_was_changed_by_a_byte_is_refused()
    {
        await AddUserAsync("ada");
        await Administrator.BackupAsync(Backup);
        Damage(Backup, (int)new FileInfo(Backup).Length - 20, 1);

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

    [Test]
    public async Task A_backup_without_its_manifest_is_refused_unless_told()
    {
        await AddUserAsync("ada");
        await Administrator.BackupAsync(Backup);
        File.Delete(Manifest);

        await RefusedAsync(AdministrationFault.BackupManifest);

        var restored = await Administrator.RestoreAsync(Backup, new RestoreOptions { AllowMissingManifest = true });
        restored.Manifest.Should().BeNull();
        restored.RingKeys.Should().ContainSingle("the keys are read from the backup itself");
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
        Scalar(Backup, "CREATE TABLE notes (id INTEGER); INSERT INTO notes VALUES (1)", create: true);

        await RefusedAsync(AdministrationFault.BackupForeign, new RestoreOptions { AllowMissingManifest = true });
    }

    [Test]
    public async Task A_backup_without_the_data_keys_is_refused()
    {
        await Administrator.BackupAsync(Backup);
        File.Delete(Manifest);
        Scalar(Backup, "DROP TABLE encryption_data_keys");

        await RefusedAsync(AdministrationFault.BackupForeign, new RestoreOptions { AllowMissingManifest = true });
    }

    [Test]
    public async Task A_backup_with_a_damaged_page_is_refused()
    {
        await Administrator.BackupAsync(Backup);
        File.Delete(Manifest);
        var page = int.Parse(Scalar(Backup, "SELECT rootpage FROM sqlite_master WHERE name = 'login_throttles'"), CultureInfo.InvariantCulture);
        Damage(Backup, (page - 1) * 4096, 4096);

        (await RefusedAsync(AdministrationFault.BackupCorrupt, new RestoreOptions { AllowMissingManifest = true })).Message.Should().Contain("SQLite says");
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
        Scalar(Backup, "PRAGMA foreign_keys = 0; DELETE FROM users");

        (await RefusedAsync(AdministrationFault.BackupCorrupt, new RestoreOptions { AllowMissingManifest = true })).Message.Should().Contain("refer to others");
    }

    [Test]
    public async Task A_backup_of_a_newer_version_is_refused_by_name()
    {
        await Administrator.BackupAsync(Backup);
        File.Delete(Manifest);
        Scalar(Backup, "INSERT INTO __trading_migrations VALUES ('99991231235959_FromTheFuture', '99.0.0')");

        var refused = await RefusedAsync(AdministrationFault.BackupAhead, new RestoreOptions { AllowMissingManifest = true });

        refused.Should().BeOfType<BackupAheadException>().Which.UnknownMigrations.Should().Equal("99991231235959_FromTheFuture");
    }

    [Test]
    public async Task A_restore_without_the_keys_is_refused_and_names_them()
    {
        await AddUserAsync("ada");
        await Administrator.BackupAsync(Backup);
        var needed = (await Get<EncryptionKeyManager>().GetRingKeysAsync()).Select(key => key.KeyId).ToList();
        await using var other = new SqliteTestDatabase();
        await using var services = other.BuildServices(Time);
        await services.GetRequiredService<StrategyEngine.Data.Migrations.MigrationRunner>().MigrateAsync();
        var before = await ContentAsync(other);
        var administrator = services.GetRequiredService<DatabaseAdministrator>();

        var refused = (await administrator.Awaiting(restorer => restorer.RestoreAsync(Backup)).Should().ThrowAsync<BackupKeysMissingException>()).Which;

        refused.Code.Should().Be("administration.backup_keys_missing");
        refused.MissingKeys.Should().Equal(needed);
        refused.Message.Should().Contain(needed[0].ToString("D")).And.Contain("KeyRingRecoveryKit.ImportAsync");
        (await administrator.VerifyBackupAsync(Backup)).Should().BeOfType<BackupVerification.Refused>().Which.MissingKeys.Should().Equal(needed);
        (await ContentAsync(other)).Should().Equal(before);
    }

    [Test]
    public async Task A_restore_with_other_keys_of_the_same_name_is_refused()
    {
        await AddUserAsync("ada");
        await Administrator.BackupAsync(Backup);
        var needed = (await Get<EncryptionKeyManager>().GetRingKeysAsync())[0].KeyId;
        await using var other = new SqliteTestDatabase();
        CopyKeys(TestDatabase, other);
        foreach (var file in Directory.GetFiles(Path.Combine(other.Folder, "keys")))
        {
            var document = System.Xml.Linq.XDocument.Load(file);
            foreach (var value in document.Descendants("value"))
                value.Value = Convert.ToBase64String(new byte[64]);
            document.Save(file);
        }

        await using var services = other.BuildServices(Time);

        var refused = (await services.GetRequiredService<DatabaseAdministrator>().Awaiting(restorer => restorer.RestoreAsync(Backup)).Should().ThrowAsync<BackupKeysMissingException>()).Which;

        refused.MissingKeys.Should().Equal(needed);
        refused.Message.Should().Contain("do not open");
        File.Exists(other.Path).Should().BeFalse();
    }

    [Test]
    public async Task A_database_that_another_writes_to_for_too_long_is_left_as_it_was()
    {
        await Administrator.BackupAsync(Backup);
        await AddUserAsync("ada");
        await using var writer = new SqliteConnection(TestDatabase.ConnectionString);
        await writer.OpenAsync();
        await using (await writer.BeginTransactionAsync())
        {
            var began = TimeProvider.System.GetTimestamp();
            var refused = await FailsAsync(
                AdministrationFault.Busy, administrator => administrator.RestoreAsync(Backup, new RestoreOptions { LockTimeout = TimeSpan.FromMilliseconds(300) }));
            refused.Code.Should().Be("administration.busy");
            TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(20));
        }

        Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM users").Should().Be("1");
        await Administrator.RestoreAsync(Backup);
        Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM users").Should().Be("0");
    }

    [Test]
    public async Task A_backup_and_a_restore_that_are_cancelled_leave_nothing()
    {
        await AddUserAsync("ada");
        Fill(TestDatabase.Path, 60_000);
        using var cancellation = new CancellationTokenSource();
        var log = new ProgressLog<BackupProgress>(report =>
        {
            if (report.Fraction is > 0 and < 1)
                cancellation.Cancel();
        });

        await Administrator.Awaiting(administrator => administrator.BackupAsync(Backup, progress: log, cancellationToken: cancellation.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        FilesOfBackup().Should().BeEmpty();
        await Administrator.BackupAsync(Backup);
        Scalar(TestDatabase.Path, "DELETE FROM market_data");
        using var second = new CancellationTokenSource();
        var restoring = new ProgressLog<BackupProgress>(report =>
        {
            if (report is { Stage: BackupStage.Restoring, Fraction: > 0 and < 1 })
                second.Cancel();
        });

        await Administrator.Awaiting(administrator => administrator.RestoreAsync(Backup, progress: restoring, cancellationToken: second.Token))
            .Should().ThrowAsync<OperationCanceledException>();

        Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM market_data").Should().Be("0");
        Scalar(TestDatabase.Path, "PRAGMA integrity_check").Should().Be("ok");
    }

    [Test]
    public async Task Two_backups_to_one_file_do_not_meet()
    {
        Fill(TestDatabase.Path, 60_000);
        Exception? second = null;
        var log = new ProgressLog<BackupProgress>(report =>
        {
            if (report.Stage == BackupStage.Copying && second is null)
                second = FluentActions.Awaiting(() => Administrator.BackupAsync(Backup)).Should().ThrowAsync<AdministrationException>().GetAwaiter().GetResult().Which;
        });

        await Administrator.BackupAsync(Backup, progress: log);

        second.Should().BeOfType<AdministrationException>().Which.Fault.Should().Be(AdministrationFault.TargetBusy);
        (await Administrator.VerifyBackupAsync(Backup)).Should().BeOfType<BackupVerification.Restorable>();
    }

    [Test]
    public async Task Optimizing_gives_space_back()
    {
        Fill(TestDatabase.Path, 60_000);
        Scalar(TestDatabase.Path, "DELETE FROM market_data; PRAGMA wal_checkpoint(TRUNCATE)");

        var result = await Administrator.OptimizeAsync();

        result.Steps.Should().Contain(["VACUUM", "ANALYZE"]);
        result.SizeAfter.Should().BeLessThan(result.SizeBefore!.Value / 2);
        (await Administrator.OptimizeAsync(new OptimizeOptions { ReclaimSpace = false })).Steps.Should().Equal("ANALYZE");
    }

    [Test]
    public async Task Optimizing_beside_a_writer_that_does_not_end_is_given_up()
    {
        await using var services = BuildOwnServices("Default Timeout=1");
        await using var writer = new SqliteConnection(TestDatabase.ConnectionString);
        await writer.OpenAsync();
        await using (await writer.BeginTransactionAsync())
        {
            (await services.GetRequiredService<DatabaseAdministrator>().Awaiting(administrator => administrator.OptimizeAsync()).Should().ThrowAsync<AdministrationException>())
                .Which.Fault.Should().Be(AdministrationFault.Busy);
        }
    }

    [Test]
    public async Task A_backup_may_be_read_by_those_who_may_read_the_database()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Ignore("There, rights are inherited from the folder.");
            return;
        }

        foreach (var mode in new[] { UnixFileMode.UserRead | UnixFileMode.UserWrite, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead })
        {
            File.SetUnixFileMode(TestDatabase.Path, mode);
            await Administrator.BackupAsync(Backup, new BackupOptions { Overwrite = true });
            File.GetUnixFileMode(Backup).Should().Be(mode);
        }
    }

    [Test]
    public async Task A_connection_that_may_only_read_is_unhealthy()
    {
        await using var services = BuildOwnServices("Mode=ReadOnly");

        var health = await services.GetRequiredService<DatabaseAdministrator>().CheckHealthAsync();

        health.Checks.Single(check => check.State == HealthState.Unhealthy).Name.Should().Be("writable");
    }

    [Test]
    public async Task A_database_that_is_not_in_WAL_mode_is_degraded()
    {
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Scalar(TestDatabase.Path, "PRAGMA journal_mode = DELETE");
        await using var services = BuildOwnServices("Mode=ReadOnly");

        var health = await services.GetRequiredService<DatabaseAdministrator>().CheckHealthAsync();

        health.Checks.Single(check => check.Name == "journal").Should().Match<HealthCheck>(check => check.State == HealthState.Degraded && check.Description.Contains("delete"));
    }

    [Test]
    public async Task A_writer_in_another_connection_does_not_make_it_ill()
    {
        await using var writer = new SqliteConnection(TestDatabase.ConnectionString);
        await writer.OpenAsync();
        await using (await writer.BeginTransactionAsync())
            (await Administrator.CheckHealthAsync()).IsHealthy.Should().BeTrue();
    }

    [Test]
    public async Task A_file_that_another_keeps_to_itself_is_unhealthy_and_the_look_ends_soon()
    {
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        await using var holder = new SqliteConnection($"{TestDatabase.ConnectionString};Pooling=False");
        await holder.OpenAsync();
        await using var command = holder.CreateCommand();
        command.CommandText = "PRAGMA journal_mode = DELETE; PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE users SET version = version";
        await command.ExecuteNonQueryAsync();
        await using var services = BuildServices(services: collection => collection.AddSingleton(TimeProvider.System));

        var health = await services.GetRequiredService<DatabaseAdministrator>().CheckHealthAsync();

        health.State.Should().Be(HealthState.Unhealthy);
        health.Duration.Should().BeLessThan(TimeSpan.FromSeconds(10));
    }

    private ServiceProvider BuildOwnServices(string setting) => new ServiceCollection()
        .AddTradingData(trading => trading
            .UseSqlite($"{TestDatabase.ConnectionString};{setting}")
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(TestDatabase.Folder, "keys")))))
        .BuildServiceProvider();

    private IEnumerable<string?> FilesOfBackup() => Directory.GetFiles(TestDatabase.Folder, "copy.db*").Select(Path.GetFileName);

    private async Task<AdministrationException> FailsAsync(AdministrationFault fault, Func<DatabaseAdministrator, Task> call)
    {
        var failure = (await Administrator.Awaiting(call).Should().ThrowAsync<AdministrationException>()).Which;
        failure.Fault.Should().Be(fault, "{0}", failure);
        return failure;
    }

    private async Task<AdministrationException> RefusedAsync(AdministrationFault fault, RestoreOptions? options = null)
    {
        var before = await ContentAsync(TestDatabase);
        var refusal = await FailsAsync(fault, administrator => administrator.RestoreAsync(Backup, options));
        (await Administrator.VerifyBackupAsync(Backup, options)).Should().BeOfType<BackupVerification.Refused>()
            .Which.Should().Match<BackupVerification.Refused>(refused => refused.Fault == fault && refused.Reason == refusal.Message);
        (await ContentAsync(TestDatabase)).Should().Equal(before, "the database stays as it was");
        return refusal;
    }

    // The log is moved into the file first: whichever connection closes last does so at a time of its own.
    private static async Task<byte[]> ContentAsync(SqliteTestDatabase database)
    {
        Scalar(database.Path, "PRAGMA wal_checkpoint(TRUNCATE)");
        return await File.ReadAllBytesAsync(database.Path);
    }

    private async Task<Guid> AddUserAsync(string name)
    {
        await using var context = CreateContext();
        var user = TestRecords.User(name);
        context.Add(user);
        await context.SaveChangesAsync();
        return user.Id;
    }

    private async Task<Guid> AddAssetAsync()
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        return asset.Id;
    }

    private static CandleRow[] Candles(int count) =>
        [.. Enumerable.Range(0, count).Select(minute => new CandleRow(Start.AddMinutes(minute).ToUnixTimeMilliseconds(), 10m, 11m, 9m, 10.5m, 1m, true, 1))];

    private static void CopyKeys(SqliteTestDatabase from, SqliteTestDatabase to)
    {
        Directory.CreateDirectory(Path.Combine(to.Folder, "keys"));
        foreach (var file in Directory.GetFiles(Path.Combine(from.Folder, "keys")))
            File.Copy(file, Path.Combine(to.Folder, "keys", Path.GetFileName(file)));
    }

    internal static void Fill(string path, int candles) => Scalar(
        path,
        $"""
        INSERT INTO assets (id, symbol, asset_class, name, exchange, price_precision, amount_precision, is_active, is_tradable, metadata, created_at, updated_at, version)
        SELECT x'01890000000070008000000000000001', 'FILL', 'crypto', 'Fill', 'binance', 8, 8, 1, 1, '{"{}"}', 0, 0, 1 WHERE NOT EXISTS (SELECT 1 FROM assets WHERE symbol = 'FILL');
        WITH RECURSIVE minute(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM minute WHERE n < {candles} - 1)
        INSERT INTO market_data (asset_id, timeframe, open_time, open, high, low, close, volume, closed, revision)
        SELECT x'01890000000070008000000000000001', '1m', n * 60000, '20000.0', '20001.5', '19999.75', '20000.125', '0.001', 1, 1 FROM minute;
        """);

    internal static string Scalar(string path, string sql, bool create = false)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False;Mode={(create ? "ReadWriteCreate" : "ReadWrite")}");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture) ?? "";
    }

    private static void Damage(string path, int from, int length)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = from;
        var bytes = new byte[length];
        file.ReadExactly(bytes);
        file.Position = from;
        file.Write([.. bytes.Select(value => (byte)(value ^ 0x5A))]);
    }
}
