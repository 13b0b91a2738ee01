using FluentAssertions;

using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Tests.StoredForms;

/// <summary>The backup that commit 851bcef made, before the first release, with its manifest.</summary>
public sealed class StoredBackupTests
{
    private StoredCopy _copy = null!;

    [SetUp]
    public void Copy() => _copy = new StoredCopy();

    [TearDown]
    public void Delete() => _copy.Dispose();

    [Test]
    public async Task A_backup_from_before_the_first_release_is_read_with_its_manifest_and_refused_by_name()
    {
        await using var services = _copy.BuildServices("restored.db");
        var administrator = services.GetRequiredService<DatabaseAdministrator>();

        var verification = await administrator.VerifyBackupAsync(_copy.In("trading.bak"));
        var restore = () => administrator.RestoreAsync(_copy.In("trading.bak"));

        verification.Should().BeOfType<BackupVerification.Refused>().Which.Should()
            .Match<BackupVerification.Refused>(refused => refused.Fault == AdministrationFault.BackupPrerelease
                && refused.Reason.Contains("20261126204112_AddCandleCoverage") && refused.Reason.Contains("docs/migrations.md"));
        (await restore.Should().ThrowAsync<AdministrationException>()).Which.Code.Should().Be("administration.backup_prerelease");
        File.Exists(_copy.In("restored.db")).Should().BeFalse();
    }

    [Test]
    public async Task A_backup_that_was_altered_is_found_out_by_its_manifest_before_its_age()
    {
        await using var services = _copy.BuildServices("restored.db");
        await using (var backup = new FileStream(_copy.In("trading.bak"), FileMode.Append))
            backup.WriteByte(0);

        (await services.GetRequiredService<DatabaseAdministrator>().VerifyBackupAsync(_copy.In("trading.bak"))).Should()
            .BeOfType<BackupVerification.Refused>().Which.Fault.Should().Be(AdministrationFault.BackupAltered);
    }

    [Test]
    public async Task Its_candles_are_exported_as_those_of_the_database() =>
        (await StoredDatabaseTests.ExportAsync(_copy.In("trading.bak"), _copy.Facts.Asset)).Should()
            .Equal(await File.ReadAllLinesAsync(_copy.In("candles.csv")));
}
