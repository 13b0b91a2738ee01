using System.Collections.Immutable;
using System.IO.Compression;
using System.Text;

using FluentAssertions;

using NUnit.Framework;

using StrategyEngine.Data.MarketData;
using StrategyEngine.Data.Model;
using StrategyEngine.Data.Specifications.Migrations;
using StrategyEngine.Data.Specifications.Model;

namespace StrategyEngine.Data.Specifications.MarketData;

/// <summary>
/// Candles are stored as they come: from lists, sequences, spans, streams, files, one at a time. That each call compiles is part of it.
/// </summary>
public abstract class CandleSourcesSpecification<TDatabase> : Specification<TDatabase>
    where TDatabase : TestDatabase, new()
{
    private static readonly Timeframe Minute = Timeframe.OneMinute;

    private static readonly CandleRow[] Rows = [.. CandleSamples.Walk(5)];

    private CandleSeries _series;

    private CandleStore Store => Get<CandleStore>();

    [SetUp]
    public async Task SaveAssetAsync()
    {
        await using var context = CreateContext();
        var asset = TestRecords.Asset();
        context.Add(asset);
        await context.SaveChangesAsync();
        _series = new CandleSeries(asset.Id, Minute);
    }

    [Test]
    public async Task Rows_are_taken_from_whatever_holds_them()
    {
        var (assetId, _) = _series;
        IReadOnlyList<CandleRow> readOnly = Rows;
        IEnumerable<CandleRow> sequence = Rows.Where(row => row.Closed);
        ReadOnlyMemory<CandleRow> memory = Rows;
        Func<Task<CandleUpsertResult>>[] calls =
        [
            () => Store.UpsertAsync(assetId, Minute, Rows),
            () => Store.UpsertAsync(assetId, Minute, Rows.ToList()),
            () => Store.UpsertAsync(assetId, Minute, readOnly),
            () => Store.UpsertAsync(assetId, Minute, sequence),
            () => Store.UpsertAsync(assetId, Minute, Rows.ToImmutableArray()),
            () => Store.UpsertAsync(assetId, Minute, memory),
            () => Store.UpsertAsync(assetId, Minute, Rows.AsMemory()),
            () => Store.UpsertAsync(assetId, Minute, Rows.ToAsyncEnumerable()),
            () => Store.UpsertAsync(assetId, Minute, [.. Rows]),
            () => Store.UpsertAsync(assetId, Minute, [Rows[0], Rows[1], Rows[2], Rows[3], Rows[4]]),
            () => Task.FromResult(Store.Upsert(assetId, Minute, Rows)),
            () => Task.FromResult(Store.Upsert(assetId, Minute, Rows.AsSpan())),
            () => Task.FromResult(Store.Upsert(assetId, Minute, [.. Rows])),
            () => Store.UpsertAsync(_series, Rows),
            () => Store.UpsertAsync(_series, Rows.ToList()),
            () => Store.UpsertAsync(_series, [.. Rows]),
            () => Store.UpsertAsync(_series, Rows.ToAsyncEnumerable()),
        ];
        foreach (var call in calls)
        {
            await Store.RemoveAsync(assetId, Minute);

            (await call()).Should().BeEquivalentTo(new { Inserted = 5, Updated = 0, Unchanged = 0, Refused = 0 });

            (await Store.ReadAsync(assetId, Minute).ToListAsync()).Should().Equal(Rows);
        }
    }

    [Test]
    public async Task Candles_of_any_series_are_taken_from_whatever_holds_them()
    {
        Candle[] candles = [CandleOf(Rows[0], Minute), CandleOf(Rows[0], Timeframe.OneHour)];
        Func<Task<CandleUpsertResult>>[] calls =
        [
            () => Store.UpsertAsync(candles),
            () => Store.UpsertAsync(candles.ToList()),
            () => Store.UpsertAsync(candles.Where(candle => candle.Closed)),
            () => Store.UpsertAsync([candles[0], candles[1]]),
            () => Store.UpsertAsync(candles.ToAsyncEnumerable()),
        ];
        foreach (var call in calls)
        {
            await Store.RemoveAsync(_series);
            await Store.RemoveAsync(_series with { Timeframe = Timeframe.OneHour });

            (await call()).Inserted.Should().Be(2);

            (await Store.ReadAsync(_series).ToListAsync()).Should().Equal(Rows[0]);
            (await Store.ReadAsync(_series.AssetId, Timeframe.OneHour).ToListAsync()).Should().Equal(Rows[0]);
        }
    }

    [Test]
    public async Task One_candle_is_stored_and_a_newer_state_replaces_it()
    {
        (await Store.UpsertAsync(_series.AssetId, Minute, Rows[0] with { Closed = false })).Inserted.Should().Be(1);
        (await Store.UpsertAsync(_series, Rows[0])).Updated.Should().Be(1);
        (await Store.UpsertAsync(CandleOf(Rows[0], Minute))).Unchanged.Should().Be(1);

        var refused = await Store.UpsertAsync(_series, Rows[1] with { High = 1m, Low = 2m });

        refused.Refusals.Should().ContainSingle().Which.Reason.Should().Be(CandleRefusal.HighBelowLow);
        (await Store.UpsertAsync(_series, Rows[1] with { High = 1m, Low = 2m }, CandleValidation.Lenient)).Inserted.Should().Be(1);
        (await Store.ReadAsync(_series).ToListAsync()).Should().HaveCount(2).And.StartWith(Rows[0]);
    }

    [Test]
    public async Task The_options_of_an_upsert_apply_to_a_list()
    {
        var progress = new ProgressLog<CandleUpsertProgress>();
        var rows = new List<CandleRow> { Rows[0], Rows[1] with { High = 1m, Low = 2m }, Rows[2] };

        var result = await Store.UpsertAsync(_series, rows, CandleValidation.Normal, progress);

        result.Should().BeEquivalentTo(new { Inserted = 2, Refused = 1 });
        progress.Reports.Should().Equal(new CandleUpsertProgress(2, 0, 0, 1));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Store.Awaiting(store => store.UpsertAsync(_series, rows, cancellationToken: cancelled.Token)).Should()
            .ThrowAsync<OperationCanceledException>();
    }

    [Test]
    public async Task The_first_candles_are_read_in_ascending_order()
    {
        await Store.UpsertAsync(_series, Rows);
        var third = Rows[2].OpenInstant;

        (await Store.ReadFirstAsync(_series, 2)).Should().Equal(Rows[..2]);
        (await Store.ReadFirstAsync(_series.AssetId, Minute, 99)).Should().Equal(Rows);
        (await Store.ReadFirstAsync(_series, 2, third)).Should().Equal(Rows[2..4]);
        (await Store.ReadFirstAsync(_series, 1, third.AddMilliseconds(0.5))).Should().Equal(Rows[3]);
        (await Store.ReadFirstAsync(_series, 1, DateTimeOffset.MinValue)).Should().Equal(Rows[0]);
        (await Store.ReadFirstAsync(_series, 1, DateTimeOffset.MaxValue)).Should().BeEmpty();
        (await Store.ReadFirstAsync(_series with { Timeframe = Timeframe.OneHour }, 1)).Should().BeEmpty();
        await Store.Awaiting(store => store.ReadFirstAsync(_series, 0)).Should().ThrowAsync<ArgumentOutOfRangeException>();
    }

    [Test]
    public async Task A_file_is_imported_with_counts_and_twice_stores_nothing_twice()
    {
        var path = Path.Combine(TestDatabase.Folder, "candles.csv.gz");
        var rows = CandleSamples.Walk(12_000).ToList();
        await CandleCsvWriter.WriteAsync(path, rows, CandleCsvFormat.Complete);
        var progress = new ProgressLog<CandleImportProgress>();

        var result = await Store.ImportAsync(_series.AssetId, Minute, path, CandleCsvFormat.Complete, progress: progress);

        result.Should().BeEquivalentTo(new { Inserted = rows.Count, Updated = 0, Unchanged = 0, Refused = 0 });
        (await Store.ReadAsync(_series).ToListAsync()).Should().Equal(rows);
        progress.Reports.Should().HaveCountGreaterThan(1).And.BeInAscendingOrder(report => report.Candles.Total);
        progress.Reports[^1].Should()
            .Be(new CandleImportProgress(
                new FileInfo(path).Length, new FileInfo(path).Length, new CandleUpsertProgress(rows.Count, 0, 0, 0)));
        progress.Reports[^1].Fraction.Should().Be(1);
        (await Store.ImportAsync(_series, path, CandleCsvFormat.Complete)).Should()
            .BeEquivalentTo(new { Inserted = 0, Unchanged = rows.Count });
    }

    [Test]
    public async Task An_archive_is_imported_and_reported_to_its_end_though_its_directory_is_not_read_as_text()
    {
        var path = Path.Combine(TestDatabase.Folder, "candles.zip");
        using (var text = new MemoryStream())
        {
            await CandleCsvWriter.WriteAsync(text, Rows, CandleCsvFormat.Complete);
            await using var archive = await ZipFile.OpenAsync(path, ZipArchiveMode.Create);
            await using var entry = await archive.CreateEntry("candles.csv").OpenAsync();
            await entry.WriteAsync(text.ToArray());
        }

        var progress = new ProgressLog<CandleImportProgress>();

        (await Store.ImportAsync(_series, path, CandleCsvFormat.Complete, progress: progress)).Inserted.Should().Be(Rows.Length);

        (await Store.ReadAsync(_series).ToListAsync()).Should().Equal(Rows);
        progress.Reports[^1].BytesRead.Should().Be(new FileInfo(path).Length);
        progress.Reports[^1].Fraction.Should().Be(1);
    }

    [Test]
    public async Task A_stream_is_imported_in_the_format_and_by_the_rules_that_are_asked_for()
    {
        const string Text = "1670889600000;1;2;3;1.5;10\n1670889660000;1;3;2;1.5;10\n";
        var format = new CandleCsvFormat("open_time,open,low,high,close,volume", CandleCsvInstants.Unix, delimiter: ';');
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Text));
        var progress = new ProgressLog<CandleImportProgress>();

        var refused = await Store.ImportAsync(_series.AssetId, Minute, stream, "candles.txt", format, progress: progress);

        refused.Refusals.Select(refusal => (refusal.Index, refusal.Reason)).Should()
            .Equal((0, CandleRefusal.OutsideRange), (1, CandleRefusal.HighBelowLow));
        progress.Reports[^1].Should().Be(new CandleImportProgress(Text.Length, Text.Length, new CandleUpsertProgress(0, 0, 0, 2)));
        stream.CanRead.Should().BeTrue("the stream is the caller's");
        stream.Position = 0;
        (await Store.ImportAsync(_series.AssetId, Minute, stream, "candles.txt", format, CandleValidation.Lenient)).Inserted.Should().Be(2);
        stream.Position = 0;
        var failed = await Store.Awaiting(store => store.ImportAsync(_series.AssetId, Minute, stream, "candles.txt")).Should()
            .ThrowAsync<CandleCsvException>();
        failed.Which.FileName.Should().Be("candles.txt");
    }

    [Test]
    public async Task Everything_that_is_asked_of_an_asset_and_a_timeframe_can_be_asked_of_a_series()
    {
        var (from, to) = (Rows[0].OpenInstant, Rows[4].OpenInstant.AddMinutes(1));
        await Store.UpsertAsync(_series, Rows.Where((_, minute) => minute != 2));

        (await Store.CountAsync(_series, from, to)).Should().Be(4);
        (await Store.ReadColumnsAsync(_series, from, to)).Count.Should().Be(4);
        (await Store.ReadLatestAsync(_series, 1, to)).Should().Equal(Rows[4]);
        (await Store.ReadAsOfAsync(_series, to)).Should().Be(Rows[4]);
        (await Store.ResampleAsync(_series, Timeframe.FiveMinutes, from, to).ToListAsync())
            .Should().ContainSingle().Which.Open.Should()
            .Be(Rows[0].Open);
        (await Store.FindGapsAsync(_series, from, to).ToListAsync()).Should().ContainSingle();
        (await Store.ReadCoverageAsync(_series, from, to)).Missing.Should().Be(1);
        (await Store.ConfirmEmptyAsync(_series, from, to)).Should().Be(1);
        await Store.RebuildCoverageAsync(_series, from, to);
        (await Store.ProveAsync(_series, from, to)).IsUnaltered.Should().BeTrue();
        (await Store.RemoveAsync(_series, from, to)).Should().Be(4);
    }

    private Candle CandleOf(CandleRow row, Timeframe timeframe) => new()
    {
        AssetId = _series.AssetId,
        Timeframe = timeframe,
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
