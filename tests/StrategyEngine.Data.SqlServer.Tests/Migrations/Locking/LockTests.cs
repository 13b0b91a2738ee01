using FluentAssertions;

using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Migrations;
using StrategyEngine.Data.SqlServer.Tests.Offline;
using StrategyEngine.Data.SqlServer.Tests.Statements;

namespace StrategyEngine.Data.SqlServer.Tests.Migrations;

/// <summary>The order in which the lock and transactions are taken and let go, as it would reach a server.</summary>
public sealed class LockTests
{
    private const string Lock = "sp_getapplock", Unlock = "sp_releaseapplock", Begin = "BEGIN TRANSACTION", Commit = "COMMIT TRANSACTION",
        Rollback = "ROLLBACK TRANSACTION";

    private ScriptedServer _server = null!;
    private ServiceProvider _services = null!;

    private MigrationRunner Runner => _services.GetRequiredService<MigrationRunner>();

    [SetUp]
    public void Start()
    {
        _server = new ScriptedServer();
        _services = ScriptedRuns.Services<SuppressedContext>(_server);
    }

    [TearDown]
    public async Task StopAsync()
    {
        await _services.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Test]
    public async Task The_lock_is_held_from_the_first_transaction_to_the_last_and_outside_of_them()
    {
        await ScriptedRuns.MigrateAsync(Runner);

        // Announcing; up to the statement that runs by itself; after it; the next migration.
        Steps("SELECT 11", "ALTER DATABASE", "SELECT 12", "SELECT 13").Should().Equal(
            Lock, Begin, Commit, Begin, "SELECT 11", Commit, "ALTER DATABASE", Begin, "SELECT 12", Commit, Begin, "SELECT 13", Commit,
            Unlock);
        Index("SET LOCK_TIMEOUT 10000").Should().Be(Index(Lock) + 1, "whoever has it waits longer for a table than who only looks");
    }

    [Test]
    public async Task The_lock_is_let_go_after_a_failure()
    {
        await Runner.Awaiting(
            runner => runner.MigrateAsync(new MigrateOptions { Target = "Rows", SkipVerification = true }, progress: new Failing()))
            .Should().ThrowAsync<IOException>();

        Steps().Should().Equal(Lock, Begin, Commit, Begin, Rollback, Begin, Commit, Unlock);
    }

    [Test]
    public async Task Whoever_finds_the_lock_taken_runs_nothing_and_names_the_holder()
    {
        _server.Answers[Lock] = ScriptedServer.Table(["result"], [-1]);
        _server.Answers["sys.dm_tran_locks"] = ScriptedServer.Table(
            ["session_id", "host_name", "since", "program_name"], [57, "build-7", new DateTime(2026, 1, 5, 9, 30, 0), "Trader"]);

        var locked = (await Runner.Awaiting(runner => runner.MigrateAsync(new MigrateOptions { LockTimeout = TimeSpan.Zero })).Should()
            .ThrowAsync<MigrationLockedException>()).Which;

        locked.LastAnnounced.Should()
            .Be(new MigrationLockHolder("build-7", 57, new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero),
                "Trader")
            { IsVerified = true });
        Steps().Should().OnlyContain(step => step == Lock);
        _server.Statements.SelectMany(TSql.Errors).Should().BeEmpty();
        (await Runner.GetStatusAsync()).LockHolder!.ProcessId.Should().Be(57);
    }

    // Until the lock is let go; the data keys come after it.
    private List<string> Steps(params string[] others)
    {
        string[] marks = [Lock, Unlock, Begin, Commit, Rollback, .. others];
        var end = Index(Unlock);
        return
        [
            .. _server.Statements.Take(end < 0 ? int.MaxValue : end + 1)
                .Select(sql => Array.Find(marks, mark => sql.Contains(mark, StringComparison.Ordinal))).OfType<string>(),
        ];
    }

    private int Index(string part) => _server.Statements.FindIndex(sql => sql.Contains(part, StringComparison.Ordinal));

    private sealed class Failing : IProgress<MigrationProgress>
    {
        public void Report(MigrationProgress value)
        {
            if (value.Stage == MigrationStage.Applying)
                throw new IOException("The screen is gone.");
        }
    }
}
