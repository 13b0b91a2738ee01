using FluentAssertions;

using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Encryption;
using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>The backup that commit 851bcef made, with its manifest.</summary>
public sealed class StoredBackupTests
{
    private StoredCopy _copy = null!;

    [SetUp]
    public void Copy() => _copy = new StoredCopy();

    [TearDown]
    public void Delete() => _copy.Dispose();

    [Test]
    public async Task A_stored_backup_is_what_its_manifest_says_and_can_be_restored()
    {
        await using var services = _copy.BuildServices();

        var verification = await services.GetRequiredService<DatabaseAdministrator>().VerifyBackupAsync(_copy.In("trading.bak"));

        var restorable = verification.Should().BeOfType<BackupVerification.Restorable>().Subject;
        restorable.Manifest.Should()
            .BeEquivalentTo(new { Format = 1, Engine = "SQLite", SizeBytes = 544768L, CreatedAt = _copy.Facts.Time });
        restorable.Manifest!.RingKeys.Should().HaveCount(2);
        restorable.RingKeys.Should().HaveCount(2).And.OnlyContain(key => key.Availability == RingKeyAvailability.Available);
    }

    [Test]
    public async Task A_stored_backup_restores_to_a_database_that_reads_and_verifies()
    {
        await using var services = _copy.BuildServices("restored.db");

        await services.GetRequiredService<DatabaseAdministrator>().RestoreAsync(_copy.In("trading.bak"));
        await services.GetRequiredService<MigrationRunner>().MigrateAsync();

        (await services.GetRequiredService<MigrationRunner>().VerifyAsync()).Findings.Should().NotContain(finding => finding.IsFault);
        await using var context = await services.GetRequiredService<IDbContextFactory<TradingDbContext>>().CreateDbContextAsync();
        (await context.Users.SingleAsync(user => user.Email == "ada@example.org")).Id.Should().Be(_copy.Facts.User.Id);
    }
}
