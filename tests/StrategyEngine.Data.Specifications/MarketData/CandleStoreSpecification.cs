using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Persistence;

namespace StrategyEngine.Data.Specifications.MarketData;

/// <summary>What the candle store owes on every engine.</summary>
public abstract class CandleStoreSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const decimal LargestPrice = 9_999_999_999_999_999.999999999999m;
    private const decimal LargestVolume = 99_999_999_999_999_999_999.99999999m;

    private Guid _assetId;

    private CandleStore Store => Get<CandleStore>();

    [SetUp]
    public async Task SaveAssetAsync() => _assetId = await SaveAssetAsync("BTCUSDT");

    [Test]
    public async Task Candles_are_read_back_as_they_were_written()
    {
        var rows = CandleSamples.Walk(25_123).ToList();

        var result = await Store.UpsertAsync(_assetId, Timeframe.OneMinute, CandleSamples.Stream(rows));

        result.Should().BeEquivalentTo(new { Inserted = 25_123, Updated = 0, Unchanged = 0, Refused = 0 });
        (await ReadAllAsync()).Should().Equal(rows);
    }

    [Test]
    public async Task The_largest_and_smallest_amounts_are_kept_to_the_last_digit()
    {
        var row = new CandleRow(
            CandleSamples.Day, 0.000000000001m, LargestPrice, 0.000000000001m, LargestPrice, LargestVolume, true, long.MaxValue,
            LargestVolume, long.MaxValue);

        await UpsertAsync(row, row with { OpenTime = row.OpenTime + CandleSamples.Minute, QuoteVolume = 0.00000001m, TradeCount = 0 });

        (await ReadAllAsync()).Should()
            .Equal(row, row with { OpenTime = row.OpenTime + CandleSamples.Minute, QuoteVolume = 0.00000001m, TradeCount = 0 });
    }

    [Test]
    public async Task Candles_in_any_order_are_stored_in_order()
    {
        var rows = CandleSamples.Walk(30_000).ToArray();
        var shuffled = rows.ToArray();
        new Random(7).Shuffle(shuffled);

        var result = await Store.UpsertAsync(_assetId, Timeframe.OneMinute, CandleSamples.Stream(shuffled));

        result.Inserted.Should().Be(30_000);
        (await ReadAllAsync()).Should().Equal(rows);
    }

    [TestCase("OpenTime", CandleRefusal.Unaligned)]
    [TestCase("Open", CandleRefusal.NotPositive)]
    [TestCase("Low", CandleRefusal.NotPositive)]
    [TestCase("Volume", CandleRefusal.Negative)]
    [TestCase("High", CandleRefusal.TooLarge)]
    [TestCase("Volume", CandleRefusal.TooLarge)]
    [TestCase("Close", CandleRefusal.TooPrecise)]
    [TestCase("QuoteVolume", CandleRefusal.Negative)]
    [TestCase("QuoteVolume", CandleRefusal.TooLarge)]
    [TestCase("TradeCount", CandleRefusal.Negative)]
    [TestCase("High", CandleRefusal.HighBelowLow)]
    [TestCase("Open", CandleRefusal.OutsideRange)]
    [TestCase("Close", CandleRefusal.OutsideRange)]
    public async Task A_candle_that_breaks_a_rule_is_refused_with_its_field_and_never_stored_changed(string field, CandleRefusal reason)
    {
        var good = CandleSamples.At(0);
        var bad = (field, reason) switch
        {
            ("OpenTime", _) => good with { OpenTime = good.OpenTime + 1 },
            ("Open", CandleRefusal.NotPositive) => good with { Open = 0 },
            ("Low", CandleRefusal.NotPositive) => good with { Low = -1 },
            ("Volume", CandleRefusal.Negative) => good with { Volume = -0.1m },
            ("High", CandleRefusal.TooLarge) => good with { High = LargestPrice + 0.000000000001m },
            ("Volume", CandleRefusal.TooLarge) => good with { Volume = LargestVolume + 0.00000001m },
            ("QuoteVolume", CandleRefusal.TooLarge) => good with { QuoteVolume = LargestVolume + 0.000000005m },
            ("QuoteVolume", _) => good with { QuoteVolume = -0.000000001m },
            ("TradeCount", _) => good with { TradeCount = -1 },
            ("Close", CandleRefusal.TooPrecise) => good with { Close = 100.1234567890123m },
            ("High", CandleRefusal.HighBelowLow) => good with { High = 99m, Open = 99.125m },
            ("Open", CandleRefusal.OutsideRange) => good with { Open = 102m },
            _ => good with { Close = 99m },
        };

        var result = await UpsertAsync(CandleSamples.At(1), bad, CandleSamples.At(2));

        result.Refusals.Should().Equal(new RefusedCandle(1, bad, field, reason));
        result.Should().BeEquivalentTo(new { Inserted = 2, Refused = 1 });
        (await ReadAllAsync()).Should().Equal(CandleSamples.At(1), CandleSamples.At(2));
    }

    [Test]
    public async Task Trailing_zeros_are_no_precision()
    {
        var result = await UpsertAsync(CandleSamples.At(0) with { Close = 100.25000000000000m, Volume = 1.50000000000m });

        (await ReadAllAsync()).Single().Should().BeEquivalentTo(new { Close = 100.25m, Volume = 1.5m });
        result.RoundedVolumes.Should().Be(0);
    }

    [Test]
    public async Task Volumes_of_more_than_eight_decimals_are_rounded_half_to_even_and_counted()
    {
        CandleRow[] rows =
        [
            CandleSamples.At(0) with { Volume = 0.123456785m, QuoteVolume = 0.123456775000m },
            CandleSamples.At(1) with { Volume = 0.000000001m },
            CandleSamples.At(2) with { QuoteVolume = 7.0000000050000001m },
            CandleSamples.At(3) with { Volume = -0.000000001m },
            CandleSamples.At(4) with { Close = 1m, Volume = 0.000000001m },
        ];

        var result = await UpsertAsync(rows);

        (result.Inserted, result.Refused, result.RoundedVolumes).Should().Be((3, 2, 4));
        result.Refusals.Select(refusal => refusal.Row).Should().Equal([rows[3], rows[4]], "what is refused is kept as it came");
        (await ReadAllAsync()).Select(row => (row.Volume, row.QuoteVolume)).Should()
            .Equal((0.12345678m, 0.12345678m), (0m, null), (12.5m, 7.00000001m));
        (await Store.ProveAsync(_assetId, Timeframe.OneMinute)).IsUnaltered.Should().BeTrue();
        (await UpsertAsync(rows)).Should().BeEquivalentTo(new { Inserted = 0, Updated = 0, Unchanged = 3, RoundedVolumes = 4 });
    }

    [Test]
    public async Task A_newer_state_brings_its_quote_volume_and_number_of_trades_or_takes_them_away()
    {
        var bare = CandleSamples.At(0, closed: false, revision: 1);
        var told = bare with { Revision = 2, QuoteVolume = 1_253.25m, TradeCount = 17 };

        await UpsertAsync(bare);
        await UpsertAsync(told);
        (await ReadAllAsync()).Should().Equal(told);

        await UpsertAsync(bare with { Revision = 3 });
        (await ReadAllAsync()).Should().Equal(bare with { Revision = 3 });
    }

    [Test]
    public async Task A_range_includes_its_start_and_excludes_its_end()
    {
        await UpsertAsync([.. CandleSamples.Walk(10)]);
        var from = DateTimeOffset.FromUnixTimeMilliseconds(CandleSamples.Day + (3 * CandleSamples.Minute));

        var range = await Store.ReadAsync(_assetId, Timeframe.OneMinute, from, from.AddMinutes(4)).ToListAsync();

        range.Should().Equal(CandleSamples.Walk(4, first: 3));
        (await Store.CountAsync(_assetId, Timeframe.OneMinute, from, from.AddMinutes(4))).Should().Be(4);
        (await Store.CountAsync(_assetId, Timeframe.OneMinute)).Should().Be(10);
        (await Store.CountAsync(_assetId, Timeframe.OneMinute, from.AddTicks(1))).Should().Be(6);
    }

    [Test]
    public async Task The_latest_candles_come_in_ascending_order()
    {
        await UpsertAsync([.. CandleSamples.Walk(10)]);

        (await Store.ReadLatestAsync(_assetId, Timeframe.OneMinute, 3)).Should().Equal(CandleSamples.Walk(3, first: 7));
        (await Store.ReadLatestAsync(_assetId, Timeframe.OneMinute, 99)).Should().HaveCount(10);
        (await Store.ReadLatestAsync(_assetId, Timeframe.OneHour, 3)).Should().BeEmpty();
    }

    [Test]
    public async Task Assets_and_timeframes_do_not_mix()
    {
        var other = await SaveAssetAsync("ETHUSDT");
        await UpsertAsync(CandleSamples.At(0));
        await Store.UpsertAsync(other, Timeframe.OneMinute, (CandleRow[])[CandleSamples.At(0, close: 100.5m)]);
        await Store.UpsertAsync(_assetId, Timeframe.OneDay, (CandleRow[])[CandleSamples.At(0, close: 100.75m)]);

        (await ReadAllAsync()).Should().Equal(CandleSamples.At(0));
        (await ReadAllAsync(other)).Should().Equal(CandleSamples.At(0, close: 100.5m));
        (await Store.ReadAsync(_assetId, Timeframe.OneDay).ToListAsync()).Should().Equal(CandleSamples.At(0, close: 100.75m));
    }

    [Test]
    public async Task Entity_Framework_sees_what_the_store_wrote()
    {
        await UpsertAsync(CandleSamples.At(0, revision: 42), CandleSamples.At(1, closed: false, close: 100.5m));
        await using var context = CreateContext();

        var closed = await context.MarketData.SingleAsync(
            candle => candle.AssetId == _assetId && candle.Timeframe == Timeframe.OneMinute && candle.Closed && candle.Close == 100.25m);

        closed.Should().BeEquivalentTo(new Candle
        {
            AssetId = _assetId,
            Timeframe = Timeframe.OneMinute,
            OpenTime = DateTimeOffset.FromUnixTimeMilliseconds(CandleSamples.Day),
            Open = 100m,
            High = 101.5m,
            Low = 99.125m,
            Close = 100.25m,
            Volume = 12.5m,
            Closed = true,
            Revision = 42,
        });
        (await context.MarketData.CountAsync()).Should().Be(2);
    }

    [Test]
    public async Task The_store_sees_what_Entity_Framework_wrote_and_updates_it_in_place()
    {
        await using (var context = CreateContext())
        {
            context.MarketData.Add(new Candle
            {
                AssetId = _assetId,
                Timeframe = Timeframe.OneMinute,
                OpenTime = DateTimeOffset.FromUnixTimeMilliseconds(CandleSamples.Day),
                Open = 100m,
                High = 101.5m,
                Low = 99.125m,
                Close = 100.25m,
                Volume = 12.5m,
                Closed = true,
            });
            await context.SaveChangesAsync();
        }

        (await ReadAllAsync()).Should().Equal(CandleSamples.At(0));
        (await UpsertAsync(CandleSamples.At(0, revision: 1, close: 100.5m))).Updated.Should().Be(1);
        (await ReadAllAsync()).Should().Equal(CandleSamples.At(0, revision: 1, close: 100.5m));
    }

    [Test]
    public async Task Candles_of_an_unknown_asset_are_refused_by_name()
    {
        var write = () => Store.UpsertAsync(Guid.CreateVersion7(Start), Timeframe.OneMinute, (CandleRow[])[CandleSamples.At(0)]);

        (await write.Should().ThrowAsync<CandleTableException>()).Which.Code.Should().Be("candles.unknown_asset");
    }

    [Test]
    public async Task A_batch_that_fails_leaves_nothing_and_the_store_goes_on()
    {
        var unknown = Guid.CreateVersion7(Start);
        var write = () => Store.UpsertAsync(unknown, Timeframe.OneMinute, CandleSamples.Walk(500).ToArray());
        await write.Should().ThrowAsync<CandleTableException>();

        (await ReadAllAsync(unknown)).Should().BeEmpty();
        (await UpsertAsync(CandleSamples.At(0))).Inserted.Should().Be(1);
    }

    [Test]
    public async Task Progress_counts_every_committed_batch()
    {
        var reports = new List<CandleUpsertProgress>();

        await Store.UpsertAsync(
            _assetId, Timeframe.OneMinute, CandleSamples.Stream(CandleSamples.Walk(25_000)), progress: new Recorder(reports));

        reports.Select(report => report.Total).Should().Equal(10_000, 20_000, 25_000);
        reports[^1].Inserted.Should().Be(25_000);
    }

    [Test]
    public async Task Cancelling_keeps_the_batches_that_were_committed_whole()
    {
        using var cancellation = new CancellationTokenSource();
        var progress = new Callback(report =>
        {
            if (report.Inserted == 20_000)
                cancellation.Cancel();
        });

        var write = () => Store.UpsertAsync(
            _assetId,
            Timeframe.OneMinute,
            CandleSamples.Walk(100_000).ToArray(),
            progress: progress,
            cancellationToken: cancellation.Token);

        await write.Should().ThrowAsync<OperationCanceledException>();
        (await ReadAllAsync()).Should().Equal(CandleSamples.Walk(20_000));
        (await UpsertAsync([.. CandleSamples.Walk(30_000)])).Should().BeEquivalentTo(new { Inserted = 10_000, Unchanged = 20_000 });
    }

    [Test]
    public async Task A_reader_keeps_its_snapshot_while_others_write()
    {
        await UpsertAsync([.. CandleSamples.Walk(10_000)]);
        var read = new List<CandleRow>();

        await foreach (var row in Store.ReadAsync(_assetId, Timeframe.OneMinute))
        {
            if (read.Count == 0)
                await UpsertAsync([.. CandleSamples.Walk(20_000, revision: 1)]);

            read.Add(row);
        }

        read.Should().Equal(CandleSamples.Walk(10_000));
        (await ReadAllAsync()).Should().Equal(CandleSamples.Walk(20_000, revision: 1));
    }

    [Test]
    public async Task Two_applications_write_one_series_at_once()
    {
        await using var otherServices = BuildServices();
        var other = (CandleStore)otherServices.GetService(typeof(CandleStore))!;
        var first = Task.Run(
            () =>
                Store.UpsertAsync(_assetId, Timeframe.OneMinute, CandleSamples.Stream(CandleSamples.Walk(30_000, first: 0, revision: 1))));
        var second = Task.Run(
            () => other.UpsertAsync(
                _assetId, Timeframe.OneMinute, CandleSamples.Stream(CandleSamples.Walk(30_000, first: 15_000, revision: 2))));

        var results = await Task.WhenAll(first, second);

        results.Sum(result => result.Inserted).Should().Be(45_000);
        (await ReadAllAsync()).Should()
            .Equal(CandleSamples.Walk(15_000, first: 0, revision: 1).Concat(CandleSamples.Walk(30_000, first: 15_000, revision: 2)));
    }

    private async Task<Guid> SaveAssetAsync(string symbol)
    {
        await using var context = CreateContext();
        var asset = new Asset
        {
            Symbol = symbol,
            AssetClass = AssetClass.Crypto,
            Name = symbol,
            Exchange = "binance",
            QuoteCurrency = Currency.Parse("USDT"),
        };
        context.Add(asset);
        await context.SaveChangesAsync();
        return asset.Id;
    }

    private Task<CandleUpsertResult> UpsertAsync(params CandleRow[] rows) => Store.UpsertAsync(_assetId, Timeframe.OneMinute, rows);

    private ValueTask<List<CandleRow>> ReadAllAsync(Guid? assetId = null) =>
        Store.ReadAsync(assetId ?? _assetId, Timeframe.OneMinute).ToListAsync();

    private sealed class Recorder(List<CandleUpsertProgress> reports) : IProgress<CandleUpsertProgress>
    {
        public void Report(CandleUpsertProgress value) => reports.Add(value);
    }

    private sealed class Callback(Action<CandleUpsertProgress> report) : IProgress<CandleUpsertProgress>
    {
        public void Report(CandleUpsertProgress value) => report(value);
    }
}
