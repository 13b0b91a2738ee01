using System.Globalization;
using System.Text;

using FluentAssertions;

using Microsoft.EntityFrameworkCore;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Specifications.MarketData;

/// <summary>Files of candles on their way into the table, whatever happens to them, on every engine.</summary>
public abstract class CandleImportSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private const int Minutes = 60_000, Bad = 7;

    private Guid _assetId;

    private CandleStore Store => Get<CandleStore>();

    private string FilePath => Path.Combine(TestDatabase.Folder, "minutes.csv");

    [SetUp]
    public async Task SaveAssetAsync() => _assetId = await AddAssetAsync();

    [Test]
    public async Task However_often_an_import_is_killed_the_next_one_finishes_it()
    {
        await WriteFileAsync();
        var kills = Rounds.Of(standard: 3, full: 20, part: 2);
        var (round, interrupted) = (0, 0);
        while (interrupted < kills && round < 4 * kills)
        {
            round++;
            using var import = await TestProcess.StartAsync<ImportCandles>(TestDatabase, _assetId.ToString(), FilePath, Text(round));
            import.Go();

            // In the midst of it, at any moment.
            (await import.ReadLineAsync()).Should().Be(ImportCandles.FirstBatch);
            await Task.Delay(Random.Shared.Next(0, 60));
            await import.KillAsync();

            var proof = await Store.ProveAsync(_assetId, Timeframe.OneMinute);
            proof.IsUnaltered.Should()
                .BeTrue("the record is of the transaction of the candles; round {0}: {1}", round, proof.FirstDifference);
            proof.Coverage.Present.Should().BeInRange(1, Minutes - Bad);
            interrupted += await CountOfRevisionAsync(round) is > 0 and < Minutes - Bad ? 1 : 0;
        }

        interrupted.Should().Be(kills, "an import that ends before the word to kill comes is not counted");
        using var last = await TestProcess.StartAsync<ImportCandles>(TestDatabase, _assetId.ToString(), FilePath, Text(round + 1));
        last.Go();

        (await last.FinishAsync()).Should().Equal(ImportCandles.FirstBatch, $"{Minutes - Bad} {Bad}");
        await ShouldBeCompleteAsync(round + 1);
    }

    [Test]
    public async Task Two_processes_that_import_one_file_at_once_leave_what_one_would()
    {
        await WriteFileAsync();

        var results = await TestProcess.RaceAsync<ImportCandles>(
            TestDatabase, [_assetId.ToString(), FilePath, "1"], [_assetId.ToString(), FilePath, "1"]);

        results.Should().AllSatisfy(lines => lines.Should().Equal(ImportCandles.FirstBatch, $"{Minutes - Bad} {Bad}"));
        await ShouldBeCompleteAsync(1);
    }

    [Test]
    public async Task A_file_that_is_wrong_in_the_midst_leaves_whole_batches_and_is_imported_once_it_is_repaired()
    {
        await WriteFileAsync();
        var lines = await File.ReadAllLinesAsync(FilePath);
        var right = lines[45_000];
        lines[45_000] = right.Replace(".", ",", StringComparison.Ordinal);
        await File.WriteAllLinesAsync(FilePath, lines);

        var import = () => ImportAsync();

        var exception = (await import.Should().ThrowAsync<CandleCsvException>()).Which;
        (exception.FileName, exception.Line).Should().Be(("minutes.csv", 45_001L));
        var proof = await Store.ProveAsync(_assetId, Timeframe.OneMinute);
        proof.IsUnaltered.Should().BeTrue();
        proof.Coverage.Present.Should().BeInRange(30_000, 44_999);

        lines[45_000] = right;
        await File.WriteAllLinesAsync(FilePath, lines);
        (await ImportAsync()).Unchanged.Should().Be(proof.Coverage.Present);
        await ShouldBeCompleteAsync(0);
    }

    [Test]
    public async Task What_is_refused_is_kept_with_the_reason_and_kept_once()
    {
        var good = CandleSamples.At(0);
        var bad = new Dictionary<CandleRefusal, CandleRow>
        {
            [CandleRefusal.Unaligned] = good with { OpenTime = long.MaxValue },
            [CandleRefusal.TooLarge] = good with { Volume = decimal.MaxValue },
            [CandleRefusal.TooPrecise] = good with { Close = 100.0000000000000000000000001m },
            [CandleRefusal.HighBelowLow] = good with { High = 1m },
            [CandleRefusal.InFuture] = good with { OpenTime = Start.AddDays(2).ToUnixTimeMilliseconds() / 60_000 * 60_000 },
            [CandleRefusal.TooEarly] = good with { OpenTime = 0 },
        };
        CandleRow[] rows = [good, .. bad.Values, CandleSamples.At(1)];

        var first = await Store.UpsertAsync(_assetId, Timeframe.OneMinute, rows);
        Time.Advance(TimeSpan.FromMinutes(5));
        await Store.UpsertAsync(_assetId, Timeframe.OneMinute, rows);

        (first.Inserted, first.Refused).Should().Be((2, bad.Count));
        await using var context = CreateContext();
        var kept = await context.CandleQuarantine.ToListAsync();
        kept.Should().HaveCount(bad.Count);
        foreach (var candle in kept)
        {
            var row = bad[candle.Reason];
            candle.Should().BeEquivalentTo(new
            {
                AssetId = _assetId,
                Timeframe = Timeframe.OneMinute,
                row.OpenTime,
                Close = row.Close.ToString(CultureInfo.InvariantCulture),
                Volume = row.Volume.ToString(CultureInfo.InvariantCulture),
                QuoteVolume = row.QuoteVolume?.ToString(CultureInfo.InvariantCulture),
                row.TradeCount,
                row.Closed,
                row.Revision,
                RefusedAt = Start,
            });
        }
    }

    [Test]
    public async Task Thousands_of_refused_candles_are_all_kept()
    {
        var rows = CandleSamples.Walk(4_000).Select((row, index) => index % 2 == 0 ? row with { Volume = -1 } : row).ToArray();

        var result = await Store.UpsertAsync(_assetId, Timeframe.OneMinute, rows);

        (result.Inserted, result.Refused, result.Refusals.Count).Should().Be((2_000, 2_000, CandleStore.MaxListedRefusals));
        await using var context = CreateContext();
        (await context.CandleQuarantine.CountAsync(candle => candle.Reason == CandleRefusal.Negative && candle.Field == "Volume")).Should()
            .Be(2_000);
    }

    [Test]
    public async Task Refused_candles_of_an_unknown_asset_are_named_as_such()
    {
        var write =
            () => Store.UpsertAsync(Guid.CreateVersion7(), Timeframe.OneMinute, (CandleRow[])[CandleSamples.At(0) with { Volume = -1 }]);

        (await write.Should().ThrowAsync<StrategyEngine.Data.Persistence.CandleTableException>()).Which.Code.Should()
            .Be("candles.unknown_asset");
    }

    [Test]
    public async Task Candles_of_any_assets_and_timeframes_may_come_in_one_stream()
    {
        var other = await AddAssetAsync();
        var candles = CandleSamples.Walk(12_000)
            .SelectMany(row => (Candle[])[Entity(_assetId, row), Entity(other, row with { Volume = row.Volume + 1 })])
            .Append(Entity(other, CandleSamples.At(-5) with { Volume = -1 }));

        var result = await Store.UpsertAsync(Stream());

        (result.Inserted, result.Refused).Should().Be((24_000, 1));
        (await Store.ReadAsync(_assetId, Timeframe.OneMinute).ToListAsync()).Should().Equal(CandleSamples.Walk(12_000));
        (await Store.CountAsync(other, Timeframe.OneMinute)).Should().Be(12_000);

        async IAsyncEnumerable<Candle> Stream()
        {
            await Task.Yield();
            foreach (var candle in candles)
                yield return candle;
        }
    }

    [Test]
    public async Task A_span_is_stored_as_an_array_is()
    {
        var rows = CandleSamples.Walk(25_000).ToArray();

        var result = Store.Upsert(_assetId, Timeframe.OneMinute, rows.AsSpan(0, 24_000));

        result.Inserted.Should().Be(24_000);
        (await Store.ProveAsync(_assetId, Timeframe.OneMinute)).Coverage.Present.Should().Be(24_000);
    }

    private Task<CandleUpsertResult> ImportAsync(Guid? assetId = null, long revision = 0) =>
        Store.UpsertAsync(assetId ?? _assetId, Timeframe.OneMinute, CandleCsvReader.ReadAsync(FilePath, revision: revision));

    // Minutes without a gap, of which a few contradict themselves.
    private async Task WriteFileAsync()
    {
        var text = new StringBuilder($"{CandleCsvReader.Header}\n");
        var index = 0;
        foreach (var row in CandleSamples.Walk(Minutes))
        {
            var high = index++ % (Minutes / Bad) == 100 && index < Minutes ? row.Low - 1 : row.High;
            text.Append(
                CultureInfo.InvariantCulture,
                $"{row.OpenInstant:yyyy-MM-ddTHH:mm:ssZ},{row.Open},{high},{row.Low},{row.Close},{row.Volume}\n");
        }

        await File.WriteAllTextAsync(FilePath, text.ToString());
    }

    /// <summary>The same as an import that nothing disturbed, of another asset.</summary>
    private async Task ShouldBeCompleteAsync(long revision)
    {
        var undisturbed = await AddAssetAsync();
        await ImportAsync(undisturbed, revision);
        var expected = await Store.ReadCoverageAsync(undisturbed, Timeframe.OneMinute);

        var proof = await Store.ProveAsync(_assetId, Timeframe.OneMinute);

        proof.IsUnaltered.Should().BeTrue();
        proof.Coverage.Should().Be(expected with { AssetId = _assetId });
        proof.Coverage.Should().BeEquivalentTo(new { Expected = Minutes, Present = Minutes - Bad, Missing = Bad });
        await using var context = CreateContext();
        (await context.CandleQuarantine.CountAsync(candle => candle.AssetId == _assetId && candle.Revision == revision)).Should().Be(Bad);
    }

    private async Task<long> CountOfRevisionAsync(long revision)
    {
        await using var context = CreateContext();
        return await context.MarketData.LongCountAsync(candle => candle.AssetId == _assetId && candle.Revision == revision);
    }

    private async Task<Guid> AddAssetAsync()
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        return asset.Id;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static Candle Entity(Guid assetId, CandleRow row) => new()
    {
        AssetId = assetId,
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
