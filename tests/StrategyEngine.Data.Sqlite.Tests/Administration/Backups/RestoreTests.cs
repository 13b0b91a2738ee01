using FluentAssertions;

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
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Sqlite.Tests.Administration;

/// <summary>The way back from a backup of a SQLite file.</summary>
public sealed class RestoreTests : BackupFixture
{
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
        (await sessions.CreateSessionAsync(userId, new ClientInfo("203.0.113.7", "Specification/1.0"))).Should()
            .BeOfType<CreateSessionResult.Created>();
        await AddUserAsync("bob");
        await using (var fresh = BuildServices())
        {
            await using var other = await fresh.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync();
            (await other.Users.SingleAsync(user => user.Username == "bob")).Email.Should()
                .Be("bob@example.com", "it is under a key that the restored database has");
        }

        SqliteFile.Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM market_data").Should().Be("15");
        SqliteFile.Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM user_sessions").Should().Be("2");
        SqliteFile.Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM users").Should().Be("2");
        SqliteFile.Scalar(TestDatabase.Path, "PRAGMA journal_mode").Should().Be("wal");
        SqliteFile.Scalar(TestDatabase.Path, "PRAGMA integrity_check").Should().Be("ok");
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
        SqliteFile.Scalar(TestDatabase.Path, "PRAGMA wal_checkpoint(TRUNCATE)");
        SqliteFile.Damage(TestDatabase.Path, from, length);
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

        var refused = (await administrator.Awaiting(restorer => restorer.RestoreAsync(Backup)).Should()
            .ThrowAsync<BackupKeysMissingException>()).Which;

        refused.Code.Should().Be("administration.backup_keys_missing");
        refused.MissingKeys.Should().Equal(needed);
        refused.Message.Should().Contain(needed[0].ToString("D")).And.Contain("KeyRingRecoveryKit.ImportAsync");
        (await administrator.VerifyBackupAsync(Backup))
            .Should().BeOfType<BackupVerification.Refused>().Which.MissingKeys.Should()
            .Equal(needed);
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

        var refused = (await services.GetRequiredService<DatabaseAdministrator>().Awaiting(restorer => restorer.RestoreAsync(Backup))
            .Should().ThrowAsync<BackupKeysMissingException>()).Which;

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
                AdministrationFault.Busy,
                administrator => administrator.RestoreAsync(Backup, new RestoreOptions { LockTimeout = TimeSpan.FromMilliseconds(300) }));
            refused.Code.Should().Be("administration.busy");
            TimeProvider.System.GetElapsedTime(began).Should().BeLessThan(TimeSpan.FromSeconds(20));
        }

        SqliteFile.Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM users").Should().Be("1");
        await Administrator.RestoreAsync(Backup);
        SqliteFile.Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM users").Should().Be("0");
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
        [.. Enumerable.Range(0, count)
            .Select(minute => new CandleRow(Start.AddMinutes(minute).ToUnixTimeMilliseconds(), 10m, 11m, 9m, 10.5m, 1m, true, 1))];
}
