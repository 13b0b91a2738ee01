using FluentAssertions;

using Microsoft.Data.Sqlite;

using NUnit.Framework;

using StrategyEngine.Data.Administration;
using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Model;
using StrategyEngine.Data.Specifications.Processes;
using StrategyEngine.Data.Sqlite.Tests.MarketData;

namespace StrategyEngine.Data.Sqlite.Tests.Administration;

/// <summary>Backups and restores beside writers, cut off by kills, and on disks that refuse.</summary>
public sealed class BackupProcessTests : Specification<SqliteTestDatabase>
{
    private const int TransactionSize = 10_000, Rows = 150_000;

    // Becomes the process after it has set a limit of its own namespace or resources; the wrapper's arguments follow.
    private const string ReadOnlyFolder = "mount --bind \"$0\" \"$0\" && mount -o remount,ro,bind \"$0\" && exec \"$@\"";
    private const string SmallDisk = "mount -t tmpfs -o size=4m tmpfs \"$0\" && exec \"$@\"";
    private const string SmallFiles = "ulimit -f \"$0\"; trap '' XFSZ; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"";

    private DatabaseAdministrator Administrator => Get<DatabaseAdministrator>();

    private string Target => Directory.CreateDirectory(Path.Combine(TestDatabase.Folder, "backups")).FullName;

    private string Backup => Path.Combine(Target, "copy.db");

    [Test]
    public async Task A_backup_beside_a_writer_has_every_row_that_was_committed_before()
    {
        var assetId = await AddAssetAsync();
        using var writer = await CandleProcess.StartAsync(TestDatabase.Folder, assetId, first: 0, count: int.MaxValue / 2, revision: 1);
        writer.Go();
        var rounds = Rounds.Of(standard: 3, full: 10, part: 4);
        for (var round = 0; round < rounds; round++)
        {
            var before = await UntilMoreThanAsync(assetId, round * 3 * TransactionSize);

            await Administrator.BackupAsync(Backup, new BackupOptions { Overwrite = true });

            var rows = long.Parse(SqliteFile.Scalar(Backup, "SELECT COUNT(*) FROM market_data"));
            rows.Should().BeGreaterThanOrEqualTo(before);
            (rows % TransactionSize).Should().Be(0, "it is of one moment, between two batches");
            SqliteFile.Scalar(Backup, "PRAGMA integrity_check").Should().Be("ok");
            (await Administrator.VerifyBackupAsync(Backup)).Should().BeOfType<BackupVerification.Restorable>();
        }

        await writer.KillAsync();
    }

    [Test]
    public async Task Whenever_a_backup_is_killed_what_has_its_name_is_whole()
    {
        var kills = Rounds.Of(standard: 3, full: 10, part: 4);
        SqliteFile.Fill(TestDatabase.Path, Rows);
        var undisturbed = await MeasureAsync("backup", Backup);
        var (interrupted, complete) = (0, 0);
        for (var round = 0; interrupted < kills && round < 4 * kills; round++)
        {
            File.Delete(Backup);
            File.Delete(Backup + ".json");
            if (await KillAsync(undisturbed, "backup", Backup))
                interrupted++;
            if (!File.Exists(Backup))
                continue;
            complete++;
            (await Administrator.VerifyBackupAsync(Backup)).Should().BeOfType<BackupVerification.Restorable>();
        }

        interrupted.Should().Be(kills, "a kill that comes too late is not counted");
        await Administrator.BackupAsync(Backup, new BackupOptions { Overwrite = true });
        Directory.GetFiles(Target)
            .Select(Path.GetFileName)
            .Should()
            .BeEquivalentTo(["copy.db", "copy.db.json"], "the next backup takes away what killed ones left ({0} were complete)", complete);
    }

    [Test]
    public async Task Whenever_a_restore_is_killed_the_database_is_the_former_or_the_restored_one()
    {
        var kills = Rounds.Of(standard: 3, full: 10, part: 5);
        SqliteFile.Fill(TestDatabase.Path, Rows);
        await Administrator.BackupAsync(Backup);
        var undisturbed = await MeasureAsync("restore", Backup);
        var (interrupted, former) = (0, 0);
        for (var round = 0; interrupted < kills && round < 4 * kills; round++)
        {
            SqliteFile.Scalar(TestDatabase.Path, "DELETE FROM market_data WHERE open_time > 0; PRAGMA wal_checkpoint(TRUNCATE)");
            if (await KillAsync(undisturbed, "restore", Backup))
                interrupted++;

            var rows = long.Parse(SqliteFile.Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM market_data"));
            rows.Should().BeOneOf(1, Rows);
            former += rows == 1 ? 1 : 0;
            SqliteFile.Scalar(TestDatabase.Path, "PRAGMA integrity_check").Should().Be("ok");
        }

        interrupted.Should().Be(kills, "a kill that comes too late is not counted");
        await Administrator.RestoreAsync(Backup);
        SqliteFile.Scalar(TestDatabase.Path, "SELECT COUNT(*) FROM market_data").Should()
            .Be($"{Rows}", "the former database was left {0} times", former);
    }

    [Test]
    public async Task A_folder_that_may_not_be_written_is_said_to_be_so()
    {
        var (code, errors) = await FailAsync([.. await OwnMounts.UnshareAsync(), "sh", "-c", ReadOnlyFolder, Target], "backup", Backup);

        code.Should().Be("administration.target_not_writable");
        errors.Should().Contain("choose another folder").And.NotContain("Data Source");
        Directory.GetFiles(Target).Should().BeEmpty();
    }

    [Test]
    public async Task A_disk_without_room_is_refused_before_anything_is_written()
    {
        SqliteFile.Fill(TestDatabase.Path, Rows);

        var (code, errors) = await FailAsync([.. await OwnMounts.UnshareAsync(), "sh", "-c", SmallDisk, Target], "backup", Backup);

        code.Should().Be("administration.disk_full");
        errors.Should().Contain("bytes free").And.Contain("Free some space");
    }

    [Test]
    public async Task A_write_that_fails_half_way_leaves_nothing()
    {
        SqliteFile.Fill(TestDatabase.Path, Rows);

        // In blocks of 512 bytes.
        var (code, errors) = await FailAsync(["sh", "-c", SmallFiles, "4096"], "backup", Backup);

        code.Should().BeOneOf("administration.target_not_writable", "administration.disk_full");
        errors.Should().Contain("was removed");
        Directory.GetFiles(Target).Should().BeEmpty();
    }

    [Test]
    public async Task A_restore_that_runs_out_of_disk_leaves_the_database_as_it_was()
    {
        SqliteFile.Fill(TestDatabase.Path, Rows);
        await Administrator.BackupAsync(Backup);
        SqliteFile.Scalar(TestDatabase.Path, "DELETE FROM market_data WHERE open_time > 0; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)");
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        var disk = Directory.CreateDirectory(Path.Combine(TestDatabase.Folder, "disk")).FullName;

        // The disk and its database exist in the process only; what is left of it is copied out.
        const string script =
            """
            mount -t tmpfs -o size=6m tmpfs "$0" && cp "$0"/../trading.db "$0" && cp -r "$0"/../keys "$0" || exit 9
            "$@"; code=$?
            mkdir "$0"/../after && cp "$0"/trading.db* "$0"/../after || exit 9
            exit $code
            """;
        using var process = ChildProcess.StartUnder([.. await OwnMounts.UnshareAsync(), "sh", "-c", script, disk], "restore", disk, Backup);
        await process.WaitUntilReadyAsync();
        process.Go();
        var (exitCode, output, errors) = await process.WaitForExitAsync();

        exitCode.Should().Be(1, "{0}", errors);
        output.Should().Be("FAILED administration.disk_full");
        errors.Should().Contain("the former state is still there");
        var after = Path.Combine(TestDatabase.Folder, "after", "trading.db");
        SqliteFile.Scalar(after, "SELECT COUNT(*) FROM market_data").Should().Be("1");
        SqliteFile.Scalar(after, "PRAGMA integrity_check").Should().Be("ok");
    }

    private async Task<(string Code, string Errors)> FailAsync(string[] wrapper, string command, string file)
    {
        using var process = ChildProcess.StartUnder(wrapper, command, TestDatabase.Folder, file);
        await process.WaitUntilReadyAsync();
        process.Go();
        var (exitCode, output, errors) = await process.WaitForExitAsync();
        exitCode.Should().Be(1, "{0} {1}", output, errors);
        return (output.Replace("FAILED ", "", StringComparison.Ordinal), errors);
    }

    private async Task<bool> KillAsync(TimeSpan undisturbed, string command, string file)
    {
        using var process = WorkerJob.Start(command, TestDatabase.Folder, file);
        await process.WaitUntilReadyAsync();
        process.Go();
        await Task.Delay(undisturbed * Random.Shared.NextDouble());
        return await process.KillAsync();
    }

    private async Task<TimeSpan> MeasureAsync(string command, string file)
    {
        using var process = WorkerJob.Start(command, TestDatabase.Folder, file);
        await process.WaitUntilReadyAsync();
        var started = TimeProvider.System.GetTimestamp();
        process.Go();
        var (exitCode, output, errors) = await process.WaitForExitAsync();
        exitCode.Should().Be(0, "{0} {1}", output, errors);
        return TimeProvider.System.GetElapsedTime(started);
    }

    private async Task<long> UntilMoreThanAsync(Guid assetId, long rows)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            if (await Get<CandleStore>().CountAsync(assetId, Timeframe.OneMinute, cancellationToken: deadline.Token) is var count
                && count > rows)
            {
                return count;
            }

            await Task.Delay(2, deadline.Token);
        }
    }

    private async Task<Guid> AddAssetAsync()
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        return asset.Id;
    }
}
