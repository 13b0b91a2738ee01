using FluentAssertions;

using Microsoft.Data.Sqlite;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Processes;

namespace StrategyEngine.Data.Sqlite.Tests.MarketData;

/// <summary>Several processes, some of them killed, on one file.</summary>
public sealed class CandleProcessTests : Specification<SqliteTestDatabase>
{
    private const int Endless = int.MaxValue / 2;
    private const int TransactionSize = 10_000;

    private Guid _assetId;

    private CandleStore Store => Get<CandleStore>();

    [SetUp]
    public async Task SaveAssetAsync()
    {
        await using var context = CreateContext();
        var asset = new Asset
        {
            Symbol = "BTCUSDT",
            AssetClass = AssetClass.Crypto,
            Name = "Bitcoin",
            Exchange = "binance",
            QuoteCurrency = Currency.Parse("USDT"),
        };
        context.Add(asset);
        await context.SaveChangesAsync();
        _assetId = asset.Id;
    }

    [Test]
    public async Task Two_processes_write_one_series_at_once_and_the_newer_revision_remains()
    {
        using var older = await StartAsync(first: 0, count: 120_000, revision: 1);
        using var newer = await StartAsync(first: 60_000, count: 120_000, revision: 2);

        older.Go();
        newer.Go();

        (await older.FinishAsync()).Should().Be("WROTE 120000");
        (await newer.FinishAsync()).Should().Be("WROTE 120000");
        var minute = 0;
        await foreach (var row in Store.ReadAsync(_assetId, Timeframe.OneMinute))
        {
            (row.OpenTime, row.Revision).Should().Be((minute * 60_000L, minute < 60_000 ? 1 : 2));
            minute++;
        }

        minute.Should().Be(180_000);
    }

    [Test]
    public async Task A_killed_writer_leaves_whole_batches_only_and_the_next_one_goes_on()
    {
        var kills = Rounds.Of(standard: 3, full: 6, part: 4);
        var written = 0L;
        var interrupted = 0;
        for (var round = 0; round < kills; round++)
        {
            using var writer = await StartAsync(first: 0, count: Endless, revision: round);
            writer.Go();

            // Some way into the work, then at any moment.
            await UntilRevisionAsync(round);
            await Task.Delay(Random.Shared.Next(0, 120));
            await writer.KillAsync();

            var rows = await Store.CountAsync(_assetId, Timeframe.OneMinute);
            var ofThisRound = await CountOfRevisionAsync(round);
            rows.Should().BeGreaterThanOrEqualTo(written);
            (rows % TransactionSize).Should().Be(0, "a batch is all or nothing");
            (ofThisRound % TransactionSize).Should().Be(0, "a batch is all or nothing");
            IntegrityCheck().Should().Be("ok");
            (await Store.ProveAsync(_assetId, Timeframe.OneMinute)).Should()
                .BeEquivalentTo(new { IsUnaltered = true, Coverage = new { Present = rows } });
            written = rows;
            interrupted += ofThisRound > 0 ? 1 : 0;
        }

        interrupted.Should().Be(kills);
    }

    [Test]
    public async Task A_full_disk_is_named_and_leaves_the_batches_before_it()
    {
        await Services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        var disk = Directory.CreateDirectory(Path.Combine(TestDatabase.Folder, "disk")).FullName;

        // The disk and its database exist in the process only; what is left of it is copied out.
        const string Script =
            """
            mount -t tmpfs -o size=8m tmpfs "$0" && cp "$0"/../trading.db "$0" && cp -r "$0"/../keys "$0" || exit 9
            "$@"; code=$?
            cp "$0"/trading.db* "$0"/.. || exit 9
            exit $code
            """;
        using var process = ChildProcess.StartUnder(
            [.. await OwnMounts.UnshareAsync(), "sh", "-c", Script, disk], "write-candles", disk, _assetId.ToString(), "0", "1000000", "1");
        await process.WaitUntilReadyAsync();
        process.Go();
        var (exitCode, output, errors) = await process.WaitForExitAsync();

        (exitCode, output).Should().Be((1, "FAILED candles.disk_full"), "{0}", errors);
        errors.Should().Contain("Free some space").And.NotContain(disk);
        IntegrityCheck().Should().Be("ok");
        await using var services = BuildServices();
        var store = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<CandleStore>(services);
        var proof = await store.ProveAsync(_assetId, Timeframe.OneMinute);
        proof.IsUnaltered.Should().BeTrue();
        (proof.Coverage.Present % TransactionSize).Should().Be(0);
        proof.Coverage.Present.Should().BePositive();

        // With room again, the same input finishes it.
        using var again = await StartAsync(first: 0, count: 120_000, revision: 1);
        again.Go();
        (await again.FinishAsync()).Should().Be("WROTE 120000");
        (await store.ProveAsync(_assetId, Timeframe.OneMinute)).Should()
            .BeEquivalentTo(new { IsUnaltered = true, Coverage = new { Present = 120_000L, Missing = 0L } });
    }

    private Task<CandleProcess> StartAsync(int first, int count, long revision) =>
        CandleProcess.StartAsync(TestDatabase.Folder, _assetId, first, count, revision);

    private async Task UntilRevisionAsync(long revision)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (await CountOfRevisionAsync(revision) == 0)
            await Task.Delay(2, deadline.Token);
    }

    private async Task<long> CountOfRevisionAsync(long revision)
    {
        await using var connection = new SqliteConnection(TestDatabase.ConnectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM market_data WHERE revision = $revision";
        command.Parameters.AddWithValue("$revision", revision);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    private string IntegrityCheck()
    {
        using var connection = new SqliteConnection(TestDatabase.ConnectionString);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA integrity_check";
        return (string)command.ExecuteScalar()!;
    }
}
