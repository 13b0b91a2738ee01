using FluentAssertions;

using Microsoft.Extensions.DependencyInjection;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.SqlServer.Tests.Statements;

namespace StrategyEngine.Data.SqlServer.Tests.Administration;

/// <summary>How the administration judges what a server answers, which none does here.</summary>
public sealed class AdministrationTests
{
    private const string Disk = "sys.dm_os_volume_stats", Check = "DBCC CHECKDB";

    private ScriptedServer _server = null!;

    [SetUp]
    public void Start()
    {
        _server = new ScriptedServer();
        SetState();
        SetFile(8, 4, null);
        SetDisk(1000);
    }

    [TearDown]
    public async Task StopAsync() => await _server.DisposeAsync();

    [Test]
    public async Task A_database_without_faults_is_healthy() =>
        (await CheckAsync()).Should().OnlyContain(check => check.State == HealthState.Healthy).And.SatisfyRespectively(
            check => check.Name.Should().Be("writable"),
            check => check.Name.Should().Be("isolation"),
            check => check.Name.Should().Be("free_space"),
            check => check.Name.Should().Be("integrity"));

    [Test]
    public async Task A_database_that_may_not_be_written_is_unhealthy()
    {
        SetState(updateability: "READ_ONLY");
        (await CheckAsync("writable")).Should()
            .Match<HealthCheck>(check => check.State == HealthState.Unhealthy && check.Description.Contains("READ_WRITE"));

        SetState(state: "EMERGENCY");
        (await CheckAsync("writable")).Should()
            .Match<HealthCheck>(check => check.State == HealthState.Unhealthy && check.Description.Contains("EMERGENCY"));
    }

    [Test]
    public async Task A_database_without_row_versions_is_degraded()
    {
        SetState(isVersioned: false);

        (await CheckAsync("isolation")).Should()
            .Match<HealthCheck>(
                check => check.State == HealthState.Degraded && check.Description.Contains("SET READ_COMMITTED_SNAPSHOT ON"));
    }

    [TestCase(8, 4, null, 1000, HealthState.Healthy)]
    [TestCase(1000, 990, null, 500, HealthState.Degraded)]
    [TestCase(1000, 990, null, 40, HealthState.Unhealthy)]
    [TestCase(1000, 990, 1030, 9000, HealthState.Unhealthy, Description = "the file may not grow further, whatever room the disk has")]
    [TestCase(1000, 200, 1000, 0, HealthState.Degraded, Description = "a full disk, but a file with room in it")]
    [TestCase(1000, 990, null, null, HealthState.Healthy, Description = "nobody knows")]
    [TestCase(1000, 990, 1030, null, HealthState.Unhealthy, Description = "the limit alone tells")]
    public async Task Room_is_what_the_files_have_and_may_still_take(int size, int used, int? limit, int? disk, HealthState state)
    {
        SetFile(size, used, limit);
        if (disk is { } free)
        {
            SetDisk(free);
        }
        else
        {
            _server.Refusals[Disk] = SqlErrors.Exception(
                (300, "VIEW SERVER STATE permission was denied on object 'server', database 'master'."));
        }

        (await CheckAsync("free_space")).State.Should().Be(state);
    }

    [TestCase(8928, HealthState.Unhealthy, "Pages are damaged")]
    [TestCase(824, HealthState.Unhealthy, "Pages are damaged")]
    [TestCase(7983, HealthState.Degraded, "may not run")]
    [TestCase(2571, HealthState.Degraded, "may not run")]
    [TestCase(7928, HealthState.Degraded, "error 7928")]
    public async Task What_DBCC_reports_is_damage_or_a_check_that_was_not_made(int number, HealthState state, string part)
    {
        _server.Refusals[Check] = SqlErrors.Exception((number, "of the server"));

        (await CheckAsync("integrity")).Should()
            .Match<HealthCheck>(
                check => check.State == state && check.Description.Contains(part) && !check.Description.Contains("of the server"));
    }

    [Test]
    public async Task Pages_are_read_only_if_asked_for()
    {
        (await InSessionAsync(session => session.CheckAsync(integrity: false, CancellationToken.None))).Should().HaveCount(3);
        _server.Statements.Should().NotContain(sql => sql.Contains(Check));
    }

    [Test]
    public async Task Optimizing_concerns_the_tables_of_the_context_that_are_there()
    {
        _server.Answers["SELECT SCHEMA_NAME(schema_id) AS [schema], name"] = ScriptedServer.Table(
            ["schema", "name"], ["dbo", "users"], ["trading", "market_data"], ["trading", "users"]);

        (await InSessionAsync(session => session.OptimizeAsync(reclaimSpace: true, CancellationToken.None))).Should().Equal(
            "ALTER INDEX ALL ON [trading].[market_data] REORGANIZE",
            "ALTER INDEX ALL ON [trading].[users] REORGANIZE",
            "UPDATE STATISTICS [trading].[market_data]",
            "UPDATE STATISTICS [trading].[users]");
        (await InSessionAsync(session => session.OptimizeAsync(reclaimSpace: false, CancellationToken.None))).Should()
            .HaveCount(2).And.OnlyContain(step => step.StartsWith("UPDATE STATISTICS", StringComparison.Ordinal));
    }

    [Test]
    public async Task Backups_are_left_to_the_server()
    {
        await using var services = ScriptedRuns.Services<TradingDbContext>(_server);

        var refused = (await services.GetRequiredService<DatabaseAdministrator>()
            .Awaiting(administrator => administrator.BackupAsync(Path.Combine(_server.Folder, "trading.bak"))).Should()
            .ThrowAsync<AdministrationException>()).Which;

        refused.Fault.Should().Be(AdministrationFault.Unsupported);
        refused.Message.Should().Contain("BACKUP DATABASE");
    }

    private void SetState(string state = "ONLINE", string updateability = "READ_WRITE", bool isVersioned = true) =>
        _server.Answers["log_reuse_wait_desc"] = ScriptedServer.Table(
        ["state_desc", "updateability", "is_read_committed_snapshot_on", "snapshot_isolation_state_desc", "log_reuse_wait_desc"],
        [state, updateability, isVersioned, "OFF", "LOG_BACKUP"]);

    private void SetFile(long size, long used, long? limit) =>
        _server.Answers["N'SpaceUsed'"] = ScriptedServer.Table(["size", "used", "limit"], [size << 20, used << 20, limit << 20]);

    private void SetDisk(long free) => _server.Answers[Disk] = ScriptedServer.Table(["free"], [free << 20]);

    private async Task<HealthCheck> CheckAsync(string name) => (await CheckAsync()).Single(check => check.Name == name);

    private Task<IReadOnlyList<HealthCheck>> CheckAsync() =>
        InSessionAsync(session => session.CheckAsync(integrity: true, CancellationToken.None));

    private async Task<T> InSessionAsync<T>(Func<AdministrationSession, Task<T>> work)
    {
        await using var context = _server.CreateContext();
        await using var session = _server.CreateProvider().CreateAdministrationSession(context);
        return await work(session);
    }
}
