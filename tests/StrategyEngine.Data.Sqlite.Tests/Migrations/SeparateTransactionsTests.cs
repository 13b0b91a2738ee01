using FluentAssertions;

using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>What the runner owes to engines on which each migration is a transaction of its own.</summary>
public sealed class SeparateTransactionsTests : MigrationFixture
{
    [Test]
    public async Task The_third_of_five_fails_and_the_two_before_it_are_kept()
    {
        await using var services = new ServiceCollection().AddTradingData<BrokenContext>(trading => trading
            .UseProvider(new SeparateTransactionsProvider(Database.ConnectionString))
            .ProtectKeys(ring => ring.PersistKeysToFileSystem(new DirectoryInfo(Path.Combine(Database.Folder, "keys")))))
            .BuildServiceProvider();
        var runner = services.GetRequiredService<MigrationRunner>();

        var failed = (await runner.Awaiting(attempt => attempt.MigrateAsync()).Should().ThrowAsync<MigrationFailedException>()).Which;

        failed.MigrationId.Should().Be("20250203000000_Third");
        failed.Kept.Should().Equal("20250201000000_First", "20250202000000_Second");
        failed.RolledBack.Should().Equal("20250203000000_Third");
        Scalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name IN ('first', 'second')").Should().Be(2);
        Scalar<long>("SELECT COUNT(*) FROM sqlite_master WHERE name IN ('third', 'fourth', 'fifth')").Should().Be(0);
        var status = await runner.GetStatusAsync();
        status.Applied.Should().Equal("20250201000000_First", "20250202000000_Second");
        status.Announced.Should().BeNull("the run has ended");
        (await runner.GetHistoryAsync())
            .Select(entry => entry.Outcome)
            .Should().Equal(MigrationOutcome.Applied, MigrationOutcome.Applied, MigrationOutcome.Failed);
    }
}
