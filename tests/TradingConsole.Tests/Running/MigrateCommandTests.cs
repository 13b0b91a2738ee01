using FluentAssertions;

using NUnit.Framework;

namespace TradingConsole.Tests.Running;

/// <summary>The schema forward, back and under inspection, from the command line.</summary>
[FixtureLifeCycle(LifeCycle.InstancePerTestCase)]
public sealed class MigrateCommandTests : IDisposable
{
    private readonly ConsoleDatabase _database = ConsoleDatabase.Empty();

    public void Dispose() => _database.Dispose();

    [Test]
    public async Task A_plan_shows_the_steps_and_the_script_and_makes_nothing()
    {
        var plan = await ConsoleRun.OfAsync(_database, "migrate", "--plan");

        plan.ExitCode.Should().Be(0);
        plan.Output.Should().ContainAll("apply", "_Initial", "CREATE TABLE \"users\"", "COMMIT");
        File.Exists(_database.File).Should().BeFalse();
    }

    [Test]
    public async Task The_schema_goes_forward_and_back()
    {
        (await ConsoleRun.OfAsync(_database, "migrate", "--to", "Initial")).Output.Should().Contain("Applied");
        (await ConsoleRun.OfAsync(_database, "migrate")).Output.Should().Contain("nothing was pending");
        (await ConsoleRun.OfAsync(_database, "migrate", "--verify")).Output.Should().Contain("is as the migrations say");

        var refused = await ConsoleRun.OfAsync(_database, "migrate", "--rollback", "0");
        refused.ExitCode.Should().Be(1);
        refused.Error.Should().Contain("drop_table:encryption_data_keys");
        var reverted = await ConsoleRun.OfAsync(_database, "migrate", "--rollback", "0", "--accept", "drop_table");

        reverted.ExitCode.Should().Be(0);
        reverted.Output.Should().ContainAll("Backup", "Reverted", "The schema is at none");
        (await ConsoleRun.OfAsync(_database, "status")).Output.Should().Contain("pending");
    }

    [Test]
    public async Task Drift_ends_a_verification_with_a_failure()
    {
        await ConsoleRun.OfAsync(_database, "migrate");
        using (var connection = _database.Open())
        {
            using var command = connection.CreateCommand();
            command.CommandText = "ALTER TABLE users ADD COLUMN shoe_size INTEGER";
            command.ExecuteNonQuery();
        }

        var verification = await ConsoleRun.OfAsync(_database, "migrate", "--verify");

        verification.ExitCode.Should().Be(1);
        verification.Output.Should().ContainAll("FAULT migrations.drift", "shoe_size");
    }

    [Test]
    public async Task Forward_and_back_at_once_is_refused()
    {
        var run = await ConsoleRun.OfAsync(_database, "migrate", "--to", "Initial", "--rollback", "0");

        run.ExitCode.Should().NotBe(0);
        run.Error.Should().Contain("choose one");
    }
}
