using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.TestMigrations;

namespace StrategyEngine.Data.Sqlite.Tests.Migrations;

/// <summary>A migration that is never the same is called that, and not edited.</summary>
public sealed class NondeterminismTests : MigrationFixture
{
    private const string First = "20250601000000_Marks", Second = "20250602000000_FirstMark";

    [Test]
    public async Task A_migration_that_is_never_the_same_is_not_applied()
    {
        var runner = RunnerOf<UnsteadyContext>();

        var refused =
            (await runner.Awaiting(attempt => attempt.MigrateAsync()).Should().ThrowAsync<MigrationNondeterministicException>()).Which;

        refused.Migrations.Should().Equal(Second);
        refused.Code.Should().Be("migrations.nondeterministic");
        refused.Message.Should().Contain(Second).And.Contain("Guid.NewGuid()").And.NotContain("was edited");
        (await runner.GetStatusAsync()).Applied.Should().BeEmpty();
        (await runner.MigrateAsync(new MigrateOptions { Target = "Marks" })).Current.Should().Be(First, "that one is always the same");
        await FindAsync(runner);
    }

    [Test]
    public async Task A_migration_that_is_never_the_same_is_not_called_edited_once_it_was_applied()
    {
        var runner = RunnerOf<UnsteadyContext>();

        (await runner.MigrateAsync(new MigrateOptions { SkipVerification = true })).Current.Should().Be(Second);

        await FindAsync(runner);
    }

    private static async Task FindAsync(MigrationRunner runner)
    {
        var finding = (await runner.VerifyAsync(VerifyChecks.Checksums)).Findings.Should().ContainSingle().Which;
        finding.Code.Should().Be("migrations.nondeterministic");
        finding.IsFault.Should().BeTrue();
        finding.Details.Should().Equal(Second);
    }
}
