using System.Diagnostics;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;
using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.PostgreSql.Tests.MarketData;

/// <summary>The candle table on a disk that is soon full: a tablespace on a small file system of its own.</summary>
public sealed class FullDiskTests : Specification<PostgreSqlTestDatabase>
{
    private const string Size = "6m";

    private string _disk = "";

    private string Tablespace => $"small_{TestDatabase.Name.Replace('-', '_')}";

    [Test]
    public async Task A_full_disk_is_named_and_leaves_the_batches_before_it()
    {
        await MountAsync();
        await TestDatabase.ExecuteAsync($"CREATE TABLESPACE {Tablespace} LOCATION '{_disk}'");
        await TestDatabase.ExecuteAsync($"ALTER TABLE trading.market_data SET TABLESPACE {Tablespace}");
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        var store = Get<CandleStore>();
        var reports = new List<CandleUpsertProgress>();

        var write = () => store.UpsertAsync(asset.Id, Timeframe.OneMinute, Minutes(500_000), progress: new Reports(reports));

        var failure = (await write.Should().ThrowAsync<CandleTableException>()).Which;
        failure.Code.Should().Be("candles.disk_full");
        failure.IsTransient.Should().BeFalse();
        var proof = await store.ProveAsync(asset.Id, Timeframe.OneMinute);
        proof.IsUnaltered.Should().BeTrue();
        proof.Coverage.Present.Should().Be(reports[^1].Inserted).And.BePositive();

        // With room again, the same input finishes it.
        await TestDatabase.ExecuteAsync("ALTER TABLE trading.market_data SET TABLESPACE pg_default");
        (await store.UpsertAsync(asset.Id, Timeframe.OneMinute, Minutes(120_000))).Unchanged.Should().Be(proof.Coverage.Present);
        (await store.ProveAsync(asset.Id, Timeframe.OneMinute)).Should()
            .BeEquivalentTo(new { IsUnaltered = true, Coverage = new { Present = 120_000L, Missing = 0L } });
        await TestDatabase.ExecuteAsync($"DROP TABLESPACE {Tablespace}");
    }

    [TearDown]
    public async Task UnmountAsync()
    {
        if (_disk.Length == 0)
            return;
        await TestDatabase.ExecuteAsync("ALTER TABLE trading.market_data SET TABLESPACE pg_default");
        await TestDatabase.ExecuteAsync($"DROP TABLESPACE IF EXISTS {Tablespace}");
        await RunAsync("umount", _disk);
    }

    private async Task MountAsync()
    {
        if (!OperatingSystem.IsLinux() || !Environment.IsPrivilegedProcess)
            Assert.Ignore("Only root may mount a small file system.");
        var folder = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), TestDatabase.Name, "disk")).FullName;
        var owner = await TestDatabase.ScalarAsync<string>("SELECT current_setting('data_directory')");
        if (!Directory.Exists(owner) || await RunAsync("mount", "-t", "tmpfs", "-o", $"size={Size}", "tmpfs", folder) != 0)
            Assert.Ignore("The server is elsewhere, or this machine mounts no small file system.");
        _disk = folder;
        await RunAsync("chown", $"--reference={owner}", folder);
        await RunAsync("chmod", "0700", folder);
    }

    private static async Task<int> RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async IAsyncEnumerable<CandleRow> Minutes(int count)
    {
        await Task.Yield();
        var first = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        for (var minute = 0; minute < count; minute++)
            yield return new CandleRow(first + (minute * 60_000L), 100m, 101m, 99m, 100m + (minute % 100 * 0.01m), 1m);
    }

    private sealed class Reports(List<CandleUpsertProgress> reports) : IProgress<CandleUpsertProgress>
    {
        public void Report(CandleUpsertProgress value) => reports.Add(value);
    }
}
