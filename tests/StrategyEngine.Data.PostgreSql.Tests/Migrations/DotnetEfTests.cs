using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.PostgreSql.Tests.Migrations.Ledger;
using StrategyEngine.Data.Specifications.Migrations;

namespace StrategyEngine.Data.PostgreSql.Tests.Migrations;

/// <summary>The real <c>dotnet ef</c> and the runner take turns on one database.</summary>
public sealed class DotnetEfTests : MigrationFixture
{
    [Test]
    public async Task Dotnet_ef_works_before_and_after_the_runner()
    {
        var runner = RunnerOf<LedgerContext>();

        await UpdateAsync("Ledger");
        (await runner.GetStatusAsync()).Current.Should().EndWith("Ledger");
        (await runner.MigrateAsync(new MigrateOptions { Target = "Note" })).Applied.Should().HaveCount(3);
        await UpdateAsync("Archive");

        (await runner.GetStatusAsync()).IsCurrent.Should().BeTrue();
        (await runner.MigrateAsync()).Applied.Should().BeEmpty();
        (await runner.GetHistoryAsync()).Select(entry => entry.Outcome).Should().Equal(
            MigrationOutcome.AppliedExternally, MigrationOutcome.AppliedExternally,
            MigrationOutcome.Applied, MigrationOutcome.Applied, MigrationOutcome.Applied, MigrationOutcome.AppliedExternally);
        await runner.RepairAsync(new RepairOptions { AcceptSchema = true });
        (await runner.VerifyAsync(VerifyChecks.All & ~VerifyChecks.PendingModel)).Findings.Should().BeEmpty();
    }

    private Task UpdateAsync(string target) =>
        DotnetEf.UpdateAsync("StrategyEngine.Data.PostgreSql.Tests", nameof(LedgerContext), Database.ConnectionString, target);
}
