using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Completeness;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Specifications;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.PostgreSql.Tests.MarketData;

/// <summary>The candle table beside programs that write it without taking turns.</summary>
public sealed class OtherWritersTests : Specification<PostgreSqlTestDatabase>
{
    private const int Count = 1_000, Place = 500;

    private static readonly DateTimeOffset Day = new(2022, 12, 13, 0, 0, 0, TimeSpan.Zero);

    [TestCase(9, ExpectedResult = 9L, TestName = "A_newer_candle_that_another_program_stores_meanwhile_stays")]
    [TestCase(-9, ExpectedResult = 0L, TestName = "An_older_candle_that_another_program_stores_meanwhile_is_replaced")]
    public async Task<long> A_candle_that_another_program_stores_meanwhile_is_merged(int revision)
    {
        var assetId = await AddAssetAsync();
        await using var other = await TestDatabase.ConnectAsync();
        await using var transaction = await other.BeginTransactionAsync();
        await using (var insert = other.CreateCommand())
        {
            insert.CommandText = "INSERT INTO trading.market_data VALUES (@asset, '1m', @time, 1, 1, 1, 1, 0, NULL, NULL, TRUE, @revision)";
            insert.Parameters.AddWithValue("asset", assetId);
            insert.Parameters.AddWithValue("time", Day.AddMinutes(Place).UtcDateTime);
            insert.Parameters.AddWithValue("revision", (long)revision);
            await insert.ExecuteNonQueryAsync();
        }

        var store = Get<CandleStore>();
        var write = store.UpsertAsync(assetId, Timeframe.OneMinute, Minutes());
        await UntilItWaitsAsync(write);
        await transaction.CommitAsync();
        var result = await write;

        result.Should()
            .BeEquivalentTo(
                revision > 0
                    ? new { Inserted = Count - 1, Updated = 0, Unchanged = 1 }
                    : new { Inserted = Count - 1, Updated = 1, Unchanged = 0 });
        var proof = await store.ProveAsync(assetId, Timeframe.OneMinute);
        proof.Coverage.Present.Should().Be(Count);
        proof.FirstDifference.Should().Be(revision > 0 ? new CandleDifference(Day.AddMinutes(Place), CandleDifferenceKind.Added) : null);
        return (await store.ReadAsOfAsync(assetId, Timeframe.OneMinute, Day.AddMinutes(Place + 1)))!.Value.Revision;
    }

    [Test]
    public async Task A_wait_for_another_writer_can_be_cancelled()
    {
        var assetId = await AddAssetAsync();
        await using var other = CreateContext();
        await using var transaction = await other.Database.BeginTransactionAsync();
        other.Add(
            new Candle
            {
                AssetId = assetId,
                Timeframe = Timeframe.OneMinute,
                OpenTime = Day.AddMinutes(Place),
                Open = 1,
                High = 1,
                Low = 1,
                Close = 1,
                Volume = 1,
                Closed = true
            });
        await other.SaveChangesAsync();
        using var cancellation = new CancellationTokenSource();
        var write = Get<CandleStore>().UpsertAsync(assetId, Timeframe.OneMinute, Minutes(), cancellationToken: cancellation.Token);
        await UntilItWaitsAsync(write);

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => write).Should().ThrowAsync<OperationCanceledException>();
        (await TestDatabase.ScalarAsync<long>("SELECT COUNT(*) FROM trading.market_data")).Should().Be(0, "nobody has committed");
    }

    [Test]
    public async Task Amounts_of_any_length_are_copied_exactly()
    {
        var assetId = await AddAssetAsync();
        decimal[] volumes =
        [
            0m, -0m, 0.00000001m, 0.00010000m, 0.9999m, 1m, 9_999.99990001m, 10_000m, 1.50000000000000000000m,
            99_999_999_999_999_999_999.99999999m, 18_446_744_073_709_551_616.5m, 100_000_000_000m,
        ];
        var rows = Enumerable.Range(0, Count)
            .Select(
                i => Row(
                    i, 0) with
                {
                    Open = 999_999_999_999.99999999m,
                    High = 999_999_999_999.99999999m,
                    Low = 0.00000001m,
                    Close = 0.5m + i,
                    Volume = volumes[i % volumes.Length]
                }).ToArray();

        (await Get<CandleStore>().UpsertAsync(assetId, Timeframe.OneMinute, rows)).Inserted.Should().Be(Count);

        (await Get<CandleStore>().ReadAsync(assetId, Timeframe.OneMinute).ToListAsync()).Should().Equal(rows);
        await using var context = CreateContext();
        context.MarketData.OrderBy(candle => candle.OpenTime)
            .Select(candle => candle.Volume)
            .ToList()
            .Should().Equal(rows.Select(row => row.Volume));
    }

    [Test]
    public async Task Rows_that_are_far_apart_are_merged_with_what_is_stored()
    {
        var assetId = await AddAssetAsync();
        var store = Get<CandleStore>();
        await store.UpsertAsync(assetId, Timeframe.OneMinute, Minutes());
        var sparse = Enumerable.Range(0, 300).Select(day => Row(day * 1_440, revision: day % 2)).ToArray();

        var result = await store.UpsertAsync(assetId, Timeframe.OneMinute, sparse);

        result.Should().BeEquivalentTo(new { Inserted = 299, Updated = 0, Unchanged = 1 });
        (await store.UpsertAsync(assetId, Timeframe.OneMinute, sparse.Select(row => row with { Revision = 1 }).ToArray())).Updated.Should()
            .Be(150);
        (await store.ProveAsync(assetId, Timeframe.OneMinute)).IsUnaltered.Should().BeTrue();
    }

    [Test]
    public async Task An_amount_that_is_no_number_is_named_as_damage()
    {
        var assetId = await AddAssetAsync();
        var store = Get<CandleStore>();
        await store.UpsertAsync(assetId, Timeframe.OneMinute, Minutes());
        await TestDatabase.ExecuteAsync("UPDATE trading.market_data SET close = 'NaN'");

        var prove = () => store.ProveAsync(assetId, Timeframe.OneMinute);
        var read = () => store.ReadAsync(assetId, Timeframe.OneMinute).ToListAsync().AsTask();

        (await prove.Should().ThrowAsync<StrategyEngine.Data.Persistence.CandleTableException>()).Which.Code.Should().Be("candles.corrupt");
        (await read.Should().ThrowAsync<StrategyEngine.Data.Persistence.CandleTableException>()).Which.Code.Should().Be("candles.corrupt");
        (await store.RemoveAsync(assetId, Timeframe.OneMinute)).Should().Be(Count, "what is damaged can be removed");
        (await store.ReadCoverageAsync(assetId, Timeframe.OneMinute)).Present.Should().Be(0);
    }

    private async Task<Guid> AddAssetAsync()
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        return asset.Id;
    }

    // The server says that a writer waits for the one that has not committed yet.
    private async Task UntilItWaitsAsync(Task write)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (!write.IsCompleted
            && await TestDatabase.ScalarAsync<long>("SELECT COUNT(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'") == 0)
        {
            await Task.Delay(10, deadline.Token);
        }
    }

    private static CandleRow[] Minutes() => [.. Enumerable.Range(0, Count).Select(minute => Row(minute, 0))];

    private static CandleRow Row(int minute, long revision) =>
        new(Day.AddMinutes(minute).ToUnixTimeMilliseconds(), 100m, 101m, 99m, 100.5m, 1m, true, revision);
}
