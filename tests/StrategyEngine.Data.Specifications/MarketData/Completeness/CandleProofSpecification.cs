using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.MarketData.Completeness;
using StrategyEngine.Data.Model;

namespace StrategyEngine.Data.Specifications.MarketData;

/// <summary>What a proof finds that another program did to the candles, and when two series are the same.</summary>
public abstract class CandleProofSpecification<TDatabase> : CoverageFixture<TDatabase>
    where TDatabase : TestDatabase, new()
{
    [TestCase(0)]
    [TestCase(777)]
    [TestCase(2_999)]
    public async Task A_candle_that_was_deleted_is_named(int minute)
    {
        await WriteAsync([.. CandleSamples.Walk(3_000)]);

        await CandleAt(minute).ExecuteDeleteAsync();

        await ShouldDifferAsync(minute, CandleDifferenceKind.Deleted);
    }

    [TestCase(0)]
    [TestCase(2_999)]
    public async Task A_candle_that_was_added_is_named(int minute)
    {
        await WriteAsync([.. CandleSamples.Walk(3_000).Where((_, index) => index != minute)]);

        await using (var context = CreateContext())
        {
            context.Add(Entity(CandleSamples.At(minute)));
            await context.SaveChangesAsync();
        }

        await ShouldDifferAsync(minute, CandleDifferenceKind.Added);
    }

    [Test]
    public async Task Whatever_field_of_a_candle_was_edited_it_is_named()
    {
        await WriteAsync([.. CandleSamples.Walk(3_000)]);

        await EditAsync(
            1_201, candle => candle.ExecuteUpdateAsync(set => set.SetProperty(row => row.Open, row => row.Open + 0.000000000001m)));
        await EditAsync(1_200, candle => candle.ExecuteUpdateAsync(set => set.SetProperty(row => row.High, row => row.High + 1m)));
        await EditAsync(1_199, candle => candle.ExecuteUpdateAsync(set => set.SetProperty(row => row.Low, 0.5m)));
        await EditAsync(1_198, candle => candle.ExecuteUpdateAsync(set => set.SetProperty(row => row.Close, row => row.Open)));
        await EditAsync(1_197, candle => candle.ExecuteUpdateAsync(set => set.SetProperty(row => row.Volume, 1_000_000m)));
        await EditAsync(1_196, candle => candle.ExecuteUpdateAsync(set => set.SetProperty(row => row.Revision, 5)));
        await EditAsync(1_194, candle => candle.ExecuteUpdateAsync(set => set.SetProperty(row => row.QuoteVolume, (decimal?)null)));
        await EditAsync(1_193, candle => candle.ExecuteUpdateAsync(set => set.SetProperty(row => row.QuoteVolume, 0.00000001m)));
        await EditAsync(1_192, candle => candle.ExecuteUpdateAsync(set => set.SetProperty(row => row.TradeCount, 0L)));
        await EditAsync(1_191, candle => candle.ExecuteUpdateAsync(set => set.SetProperty(row => row.TradeCount, (long?)null)));
        await EditAsync(1_141, candle => candle.ExecuteUpdateAsync(set => set.SetProperty(row => row.QuoteVolume, 0m)));
        await EditAsync(
            1_140, candle => candle.ExecuteUpdateAsync(set => set.SetProperty(row => row.Closed, false)), CandleDifferenceKind.Deleted);
        (await ProveAsync()).Differences.Should().Be(12);
    }

    [Test]
    public async Task A_candle_that_another_program_moved_to_another_time_is_missed_and_found()
    {
        await WriteAsync([.. CandleSamples.Walk(3_000)]);

        await CandleAt(2_999).ExecuteUpdateAsync(set => set.SetProperty(row => row.OpenTime, Day.AddDays(30)));

        var proof = await ProveAsync();
        (proof.Differences, proof.FirstDifference).Should()
            .Be((2, new CandleDifference(Day.AddMinutes(2_999), CandleDifferenceKind.Deleted)));
    }

    [Test]
    public async Task A_record_that_is_lost_shows_as_candles_that_were_added()
    {
        await WriteAsync([.. CandleSamples.Walk(3_000)]);

        await using (var context = CreateContext())
            await context.CandleCoverage.ExecuteDeleteAsync();

        var proof = await ProveAsync();
        (proof.Differences, proof.FirstDifference!.Kind).Should().Be((3_000, CandleDifferenceKind.Added));
    }

    [Test]
    public async Task What_another_program_wrote_can_be_accepted()
    {
        await WriteAsync([.. CandleSamples.Walk(3_000)]);
        await Store.ConfirmEmptyAsync(AssetId, Timeframe.OneMinute, Day.AddMinutes(-5), Day);
        await CandleAt(7).ExecuteDeleteAsync();
        await CandleAt(8).ExecuteUpdateAsync(set => set.SetProperty(row => row.Close, row => row.Open));

        await Store.RebuildCoverageAsync(AssetId, Timeframe.OneMinute);

        var proof = await ProveAsync();
        (proof.IsUnaltered, proof.Coverage.Present, proof.Coverage.VerifiedEmpty, proof.Coverage.Missing).Should().Be((true, 2_999, 5, 1));
    }

    [Test]
    public async Task The_same_candles_have_the_same_hash_however_they_came()
    {
        var rows = CandleSamples.Walk(3_000, revision: 2).ToArray();
        await WriteAsync(rows);
        var other = await SaveAssetAsync();
        var shuffled = CandleSamples.Walk(3_000, revision: 1).Concat(rows).ToArray();
        new Random(11).Shuffle(shuffled);
        foreach (var part in shuffled.Chunk(700))
            await Store.UpsertAsync(other, Timeframe.OneMinute, part);

        var (one, two) = (await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute),
            await Store.ReadCoverageAsync(other, Timeframe.OneMinute));

        two.Should().Be(one with { AssetId = other });
        one.Hash.Should().MatchRegex("^[0-9a-f]{64}$");
        (await Store.ProveAsync(other, Timeframe.OneMinute)).Coverage.Should().Be(two);
    }

    [Test]
    public async Task Another_last_digit_has_another_hash()
    {
        await WriteAsync([.. CandleSamples.Walk(3_000)]);
        var before = await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute);
        await WriteAsync(
            CandleSamples.Walk(1, first: 1_500).Select(row => row with { High = row.High + 0.00000001m, Revision = 1 }).ToArray());

        (await Store.ReadCoverageAsync(AssetId, Timeframe.OneMinute)).Should()
            .Match<CandleCoverage>(after => after.Hash != before.Hash && after.Present == before.Present);
        (await ProveAsync()).IsUnaltered.Should().BeTrue();
    }

    private IQueryable<Candle> CandleAt(int minute)
    {
        var openTime = Day.AddMinutes(minute);
        return CreateContext().MarketData.Where(
            candle => candle.AssetId == AssetId && candle.Timeframe == Timeframe.OneMinute && candle.OpenTime == openTime);
    }

    private async Task EditAsync(
        int minute, Func<IQueryable<Candle>, Task<int>> edit, CandleDifferenceKind kind = CandleDifferenceKind.Altered)
    {
        (await edit(CandleAt(minute))).Should().Be(1);
        await ShouldDifferAsync(minute, kind);
    }

    private async Task ShouldDifferAsync(int minute, CandleDifferenceKind kind)
    {
        var proof = await ProveAsync();
        proof.FirstDifference.Should().Be(new CandleDifference(Day.AddMinutes(minute), kind));
        proof.IsUnaltered.Should().BeFalse();
    }

    private Candle Entity(CandleRow row) => new()
    {
        AssetId = AssetId,
        Timeframe = Timeframe.OneMinute,
        OpenTime = row.OpenInstant,
        Open = row.Open,
        High = row.High,
        Low = row.Low,
        Close = row.Close,
        Volume = row.Volume,
        QuoteVolume = row.QuoteVolume,
        TradeCount = row.TradeCount,
        Closed = row.Closed,
        Revision = row.Revision,
    };
}
