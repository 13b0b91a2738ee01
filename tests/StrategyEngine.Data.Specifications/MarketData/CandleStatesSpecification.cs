using CsCheck;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.MarketData;

/// <summary>Which of two states of a candle the store keeps, on every engine.</summary>
public abstract class CandleStatesSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private Guid _assetId;

    private CandleStore Store => Get<CandleStore>();

    [SetUp]
    public async Task SaveAssetAsync() => _assetId = await SaveAssetAsync("BTCUSDT");

    [Test]
    public async Task Writing_the_same_candles_again_changes_nothing()
    {
        var rows = CandleSamples.Walk(1_234).ToArray();
        await UpsertAsync(rows);

        var again = await UpsertAsync(rows);

        again.Should().BeEquivalentTo(new { Inserted = 0, Updated = 0, Unchanged = 1_234, Refused = 0 });
        (await ReadAllAsync()).Should().Equal(rows);
    }

    [Test]
    public async Task New_older_and_newer_candles_of_one_batch_are_told_apart()
    {
        await UpsertAsync([.. CandleSamples.Walk(100, revision: 5)]);

        var result = await UpsertAsync(
            [.. CandleSamples.Walk(30, first: 0, revision: 4), .. CandleSamples.Walk(40, first: 30, revision: 6),
                .. CandleSamples.Walk(80, first: 90, revision: 5)]);

        result.Should().BeEquivalentTo(new { Inserted = 70, Updated = 40, Unchanged = 40, Refused = 0 });
    }

    [Test]
    public async Task A_closed_candle_is_never_reopened()
    {
        await UpsertAsync(CandleSamples.At(0, closed: true, revision: 10));

        var result = await UpsertAsync(CandleSamples.At(0, closed: false, revision: 99, close: 100.5m));

        result.Unchanged.Should().Be(1);
        (await ReadAllAsync()).Should().Equal(CandleSamples.At(0, closed: true, revision: 10));
    }

    [Test]
    public async Task A_closed_state_replaces_an_open_one_of_any_revision()
    {
        await UpsertAsync(CandleSamples.At(0, closed: false, revision: 99));

        var result = await UpsertAsync(CandleSamples.At(0, closed: true, revision: 10, close: 100.5m));

        result.Updated.Should().Be(1);
        (await ReadAllAsync()).Should().Equal(CandleSamples.At(0, closed: true, revision: 10, close: 100.5m));
    }

    [Test]
    public async Task An_older_revision_never_overwrites_a_newer_one()
    {
        await UpsertAsync(CandleSamples.At(0, revision: 10));

        await UpsertAsync(CandleSamples.At(0, revision: 9, close: 100.5m));

        (await ReadAllAsync()).Should().Equal(CandleSamples.At(0, revision: 10));
    }

    [Test]
    public async Task A_correction_of_a_closed_candle_applies()
    {
        await UpsertAsync(CandleSamples.At(0, revision: 10));

        await UpsertAsync(CandleSamples.At(0, revision: 11, close: 100.5m));

        (await ReadAllAsync()).Should().Equal(CandleSamples.At(0, revision: 11, close: 100.5m));
    }

    [Test]
    public async Task However_states_arrive_the_newest_of_each_candle_remains()
    {
        var state = Gen.Select(Gen.Int[0, 9], Gen.Bool, Gen.Long[0, 3], Gen.Int[0, 99]).Select(
            (minute, closed, revision, cents) => CandleSamples.At(minute, closed, revision, 100m + (cents * 0.01m)));
        var batches = state.Array[1, 120].Array[1, 5];
        var timeframe = 0;

        await batches.SampleAsync(
            async input =>
            {
                // Each sample has a series of its own.
                var assetId = await SaveAssetAsync($"SAMPLE{Interlocked.Increment(ref timeframe)}");
                var counted = 0L;
                foreach (var batch in input)
                {
                    var result = await Store.UpsertAsync(assetId, Timeframe.OneMinute, batch);
                    (result.Inserted + result.Updated + result.Unchanged).Should().Be(batch.Length);
                    counted += result.Inserted;
                }

                var expected = new SortedDictionary<long, CandleRow>();
                foreach (var row in input.SelectMany(batch => batch))
                {
                    if (!expected.TryGetValue(row.OpenTime, out var kept)
                        || (row.Closed, row.Revision).CompareTo((kept.Closed, kept.Revision)) > 0)
                    {
                        expected[row.OpenTime] = row;
                    }
                }

                (await ReadAllAsync(assetId)).Should().Equal(expected.Values);
                counted.Should().Be(expected.Count);
                var proof = await Store.ProveAsync(assetId, Timeframe.OneMinute);
                (proof.IsUnaltered, proof.Coverage.Present).Should().Be((true, expected.Values.Count(row => row.Closed)));
            },
            iter: 40,
            threads: 1);
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
}
