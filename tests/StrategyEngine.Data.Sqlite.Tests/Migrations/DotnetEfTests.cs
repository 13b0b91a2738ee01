using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.Specifications.Migrations;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>The real <c>dotnet ef</c> and the runner take turns on one file.</summary>
public sealed class DotnetEfTests : MigrationFixture
{
    [Test]
    public async Task Dotnet_ef_works_before_and_after_the_runner()
    {
        var runner = RunnerOf<WatchlistContext>();

        await UpdateAsync("Rank");
        (await runner.GetStatusAsync()).Current.Should().EndWith("Rank");
        (await runner.MigrateAsync(new MigrateOptions { Target = "Compact" })).Applied.Should().HaveCount(2);
        await UpdateAsync("SymbolIndex");

        (await runner.GetStatusAsync()).IsCurrent.Should().BeTrue();
        (await runner.MigrateAsync()).Applied.Should().BeEmpty();
        (await runner.GetHistoryAsync()).Select(entry => entry.Outcome).Should().Equal(
            MigrationOutcome.AppliedExternally, MigrationOutcome.AppliedExternally, MigrationOutcome.AppliedExternally,
            MigrationOutcome.Applied, MigrationOutcome.Applied, MigrationOutcome.AppliedExternally);
        await runner.RepairAsync(new RepairOptions { AcceptSchema = true });
        (await runner.VerifyAsync(VerifyChecks.All & ~VerifyChecks.PendingModel)).Findings.Should().BeEmpty();
    }

    private Task UpdateAsync(string target) =>
        DotnetEf.UpdateAsync("StrategyEngine.Data.TestMigrations", nameof(WatchlistContext), Database.ConnectionString, target);
}
